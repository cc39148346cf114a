//! stub
/// stub
pub struct Jwt;
/// stub
pub struct TokenIssuer;
