//! Types, as values are cast to them.

use sqlparser::ast::{ArrayElemTypeDef, DataType, TypeModifier};

use super::{
    Refused,
    walk::{Judged, UNKNOWN, Walk, refuse_if},
};

impl Walk<'_> {
    /// The types of the dialects, and those that a schema names itself.
    #[rustfmt::skip]
    pub(super) fn kind(&self, kind: &DataType) -> Judged {
        use DataType::*;
        match innermost(kind) {
            Character(_) | Char(_) | CharacterVarying(_) | CharVarying(_) | Varchar(_)
            | Nvarchar(_) | CharacterLargeObject(_) | CharLargeObject(_) | Clob(_) | Text
            | TinyText | MediumText | LongText | Uuid | Binary(_) | Varbinary(_) | Blob(_)
            | TinyBlob | MediumBlob | LongBlob | Bytea | Bit(_) | BitVarying(_) | VarBit(_)
            | Numeric(_) | Decimal(_) | DecimalUnsigned(_) | Dec(_) | DecUnsigned(_) | Float(_)
            | FloatUnsigned(_) | TinyInt(_) | TinyIntUnsigned(_) | Int2(_) | Int2Unsigned(_)
            | SmallInt(_) | SmallIntUnsigned(_) | MediumInt(_) | MediumIntUnsigned(_) | Int(_)
            | Int4(_) | Int8(_) | Integer(_) | IntUnsigned(_) | Int4Unsigned(_)
            | IntegerUnsigned(_) | BigInt(_) | BigIntUnsigned(_) | Int8Unsigned(_) | Signed
            | SignedInteger | Unsigned | UnsignedInteger | Float4 | Real | RealUnsigned | Float8
            | Double(_) | DoubleUnsigned(_) | DoublePrecision | DoublePrecisionUnsigned | Bool
            | Boolean | Date | Time(..) | Datetime(_) | Timestamp(..) | Interval { .. } | JSON
            | JSONB | Regclass | GeometricType(_) | TsVector | TsQuery => Ok(()),
            // As PostGIS has them: `geometry(Point, 4326)`.
            Custom(name, modifiers) => {
                let is_text = |modifier: &TypeModifier| matches!(modifier, TypeModifier::String(_));
                refuse_if(modifiers.iter().any(is_text), UNKNOWN)?;
                self.object(name)
            }
            // Of other databases.
            _ => Err(Refused::new(UNKNOWN)),
        }
    }
}

/// The type of the elements of the elements, of which there can be more than a stack holds.
fn innermost(mut kind: &DataType) -> &DataType {
    while let DataType::Collate(inner, _)
    | DataType::Array(
        ArrayElemTypeDef::SquareBracket(inner, _) | ArrayElemTypeDef::Qualified(inner, _),
    ) = kind
    {
        kind = inner;
    }
    kind
}
