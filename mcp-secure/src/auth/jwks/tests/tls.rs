//! Issuers by `https`: who they are, and who says so.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivatePkcs8KeyDer},
};

use super::*;

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// An issuer with a certificate for this name, and its port.
async fn serve(authority: &CertifiedIssuer<'static, KeyPair>, name: &str, document: String) -> u16 {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new([name.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap().der().clone();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let length = document.len();
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}");
            let _ = stream.write_all(format!("{head}\r\n\r\n{document}").as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

#[tokio::test]
async fn an_issuer_is_who_its_authority_says() {
    let [authority, stranger] = [authority(), authority()];
    let key = SigningKey::generate(Algorithm::Es256).unwrap().id("a");
    let name = "https://login.example.com";
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let claims = json!({ "iss": name, "sub": "alice", "aud": AUDIENCE, "exp": now + 600 });
    let token = key.token(&claims);
    let document = json!({ "keys": [key.jwk()] }).to_string();
    for (signed_by, certified, trusted, expected) in [
        (&authority, "localhost", Some(authority.pem()), None),
        // Another name, another authority, and nobody's word but that of the authorities of the web.
        (&authority, "login.example.com", Some(authority.pem()), Some(Rejected::Unavailable)),
        (&stranger, "localhost", Some(authority.pem()), Some(Rejected::Unavailable)),
        (&authority, "localhost", None, Some(Rejected::Unavailable)),
    ] {
        let port = serve(signed_by, certified, document.clone()).await;
        let issuer = Issuer::keys_at(name, format!("https://localhost:{port}/keys"));
        let issuer = trusted.into_iter().fold(issuer, Issuer::trust_only);
        let jwks = prepared(Jwks::new([issuer]));
        assert_eq!(refused(&jwks, &token).await, expected, "{certified}");
    }
}
