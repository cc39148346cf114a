//! Where a measured server is asked to serve: `--addr ADDRESS`, or `--stdio`.

use std::{
    env,
    net::{SocketAddr, TcpListener},
};

/// What the command line says.
pub enum Place {
    /// Over HTTP, at this address.
    Http(SocketAddr),
    /// Over standard input and output; a second word says which of several ways.
    Stdio(Option<String>),
}

impl Place {
    /// Of this process. Port 0 is replaced by a free one, for peers that do not tell theirs.
    pub fn asked() -> Self {
        let arguments: Vec<String> = env::args().skip(1).collect();
        match &arguments[..] {
            [flag] if flag == "--stdio" => Self::Stdio(None),
            [flag, way] if flag == "--stdio" => Self::Stdio(Some(way.clone())),
            [flag, address] if flag == "--addr" => {
                let listener = TcpListener::bind(address).expect("a free address");
                Self::Http(listener.local_addr().expect("an address"))
            }
            _ => panic!("usage: [--addr ADDRESS | --stdio [WAY]]"),
        }
    }
}

/// Says where it serves, as all of them do.
pub fn tell(address: SocketAddr, path: &str) {
    eprintln!("serves at http://{address}{path}");
}
