//! What cannot stand in the type of an argument: what is borrowed, what has no name.

use syn::{
    Lifetime, Type, TypeImplTrait, TypeReference,
    visit::{self, Visit},
};

/// The first part of the type that no argument can have.
pub(crate) enum Flaw<'a> {
    Reference(&'a TypeReference),
    Lifetime(&'a Lifetime),
    ImplTrait(&'a TypeImplTrait),
}

pub(crate) fn flaw(ty: &Type) -> Option<Flaw<'_>> {
    if let Type::Reference(reference) = ty {
        return Some(Flaw::Reference(reference));
    }
    let mut finder = Finder(None);
    finder.visit_type(ty);
    finder.0
}

struct Finder<'a>(Option<Flaw<'a>>);

impl<'a> Visit<'a> for Finder<'a> {
    fn visit_type(&mut self, ty: &'a Type) {
        if self.0.is_none() {
            visit::visit_type(self, ty);
        }
    }

    fn visit_type_reference(&mut self, reference: &'a TypeReference) {
        // What lives forever may stand within a state.
        if reference.lifetime.as_ref().is_some_and(is_static) {
            self.visit_type(&reference.elem);
        } else {
            self.0.get_or_insert(Flaw::Reference(reference));
        }
    }

    fn visit_type_impl_trait(&mut self, ty: &'a TypeImplTrait) {
        self.0.get_or_insert(Flaw::ImplTrait(ty));
    }

    fn visit_lifetime(&mut self, lifetime: &'a Lifetime) {
        if !is_static(lifetime) {
            self.0.get_or_insert(Flaw::Lifetime(lifetime));
        }
    }
}

fn is_static(lifetime: &Lifetime) -> bool {
    lifetime.ident == "static"
}
