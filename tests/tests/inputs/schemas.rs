use super::*;

fn schema(client: &Client, tool: &str) -> Value {
    client.tool(tool).unwrap()["inputSchema"].clone()
}

#[test]
fn a_schema_says_what_is_enforced_at_every_level() {
    let schema = schema(&client(), "order");
    let order = json!({
        "type": "object",
        "description": "An order.",
        "properties": {
            "number": {
                "type": "integer", "format": "uint32", "minimum": 1, "description": "Its number.",
            },
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {
                    "type": "object",
                    "properties": {
                        "fileName": schema["properties"]["order"]["properties"]["items"]["items"]
                            ["properties"]["fileName"],
                        "n": { "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 },
                    },
                    "required": ["fileName", "n"],
                    "additionalProperties": false,
                },
            },
            "note": { "type": ["string", "null"] },
            "parcels": {
                "type": "integer", "format": "uint8", "minimum": 1, "maximum": 5, "default": 2,
            },
            "shipping": {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": { "by": { "type": "string", "const": "pickup" } },
                        "required": ["by"],
                        "additionalProperties": false,
                    },
                    {
                        "type": "object",
                        "properties": {
                            "by": { "type": "string", "const": "post" },
                            "street": { "type": "string" },
                            "city": { "type": ["string", "null"] },
                        },
                        "required": ["by", "street"],
                        "additionalProperties": false,
                    },
                    {
                        "type": "object",
                        "properties": {
                            "by": { "type": "string", "const": "courier" },
                            "name": { "type": "string", "maxLength": 5 },
                        },
                        "required": ["by", "name"],
                        "additionalProperties": false,
                    },
                ],
            },
            "labels": {
                "type": "object",
                "additionalProperties": { "type": "string", "minLength": 1, "maxLength": 4 },
            },
        },
        "required": ["number", "items", "shipping", "labels"],
        "additionalProperties": false,
    });
    assert_eq!(schema["properties"]["order"], order);
    assert!(schema["properties"]["order"]["properties"]["items"]["items"]["properties"]["fileName"]
        ["pattern"]
        .is_string());
    assert!(schema.get("$defs").is_none());
}

#[test]
fn the_fields_of_the_arguments_are_the_arguments() {
    let client = client();
    let mut order = schema(&client, "order")["properties"]["order"].take();
    let mut fields = schema(&client, "fields");
    for schema in [&mut order, &mut fields] {
        schema.as_object_mut().unwrap().remove("description");
    }
    assert_eq!(fields, order);
}

/// A tree.
#[derive(Debug, Input)]
struct Tree {
    /// What hangs on it.
    leaf: Option<Leaf>,
    branches: Vec<Tree>,
}

#[derive(Debug, Input)]
enum Leaf {
    /// Falls in autumn.
    Deciduous,
    /// Does not.
    Evergreen,
    /// Grows on another.
    Graft(Box<Tree>),
}

/// Take a tree.
#[tool]
fn plant(tree: Tree) -> String {
    format!("{tree:?}")
}

/// Take a tree as the arguments.
#[tool]
fn grow(#[arguments] tree: Tree) -> String {
    format!("{tree:?}")
}

#[test]
fn a_type_that_contains_itself_is_a_definition() {
    let client = Server::new("test", "0").tools(tools![plant, grow]).client().unwrap();
    let schema = schema(&client, "plant");
    let tree = &schema["$defs"]["Tree"];
    let items = json!({ "type": "array", "items": { "$ref": "#/$defs/Tree" } });
    assert_eq!(tree["properties"]["branches"], items);
    assert_eq!(tree["additionalProperties"], false);
    let leaf = &tree["properties"]["leaf"];
    assert_eq!(leaf["description"], "What hangs on it.");
    assert_eq!(leaf["anyOf"][0], json!({ "$ref": "#/$defs/Leaf" }));
    let leaf = json!([
        { "type": "string", "const": "Deciduous", "description": "Falls in autumn." },
        { "type": "string", "const": "Evergreen", "description": "Does not." },
        {
            "type": "object",
            "description": "Grows on another.",
            "properties": { "Graft": { "$ref": "#/$defs/Tree" } },
            "required": ["Graft"],
            "additionalProperties": false,
        },
    ]);
    assert_eq!(schema["$defs"]["Leaf"]["oneOf"], leaf);
}

#[tokio::test]
async fn a_type_that_contains_itself_may_be_the_arguments() {
    let client = Server::new("test", "0").tools(tools![grow]).client().unwrap();
    assert_eq!(schema(&client, "grow")["type"], "object");
    let arguments = json!({ "branches": [{ "branches": [] }, { "leaf": "Evergreen" }] });
    assert_eq!(refused(&client, "grow", arguments).await, ["/branches/1/branches required"]);
}
