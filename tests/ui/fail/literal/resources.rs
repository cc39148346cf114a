use mcp_secure::prelude::*;

/// Not a percentage each.
#[tool]
#[resource_guard(files = "0%", disk("/var/data" = "101%", "" = "90%"), pressure(memory = "10"))]
async fn shares(text: String) -> String {
    text
}

/// Twice each.
#[tool]
#[resource_guard(disk(".." = "80%", ".." = "90%"), pressure(io = "10%", io = "20%"))]
async fn twice(text: String) -> String {
    text
}

/// Two kinds of disks.
#[tool]
#[resource_guard(disk = "80%", disk("/var/data" = "90%"))]
async fn kinds(text: String) -> String {
    text
}

/// No such pressure.
#[tool]
#[resource_guard(pressure(memry = "10%"), pressures(io = "10%"))]
async fn names(text: String) -> String {
    text
}

/// No values.
#[tool]
#[resource_guard(disk("/var/data"), pressure = "10%", files)]
async fn values(text: String) -> String {
    text
}

/// Nothing in it.
#[tool]
#[resource_guard(disk(), pressure())]
async fn nothing(text: String) -> String {
    text
}

fn main() {}
