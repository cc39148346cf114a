//! Who a server is, and who says so.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig, SupportedProtocolVersion,
        crypto::aws_lc_rs,
        pki_types::PrivatePkcs8KeyDer,
        version::{TLS12, TLS13},
    },
};

use super::*;

/// An authority of our own.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// A server with a certificate for these names, that speaks these versions.
    async fn serves(
        &self,
        params: CertificateParams,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Stub {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Stub::accepting("127.0.0.1", move |stream, asked| {
            let acceptor = acceptor.clone();
            async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let protocol = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
                assert_eq!(protocol.as_deref(), Some(&b"http/1.1"[..]));
                while let Some(request) = read_request(&mut stream).await {
                    asked.lock().unwrap().push(request);
                    stream.write_all(ok("hello").as_bytes()).await.unwrap();
                }
            }
        })
        .await
    }
}

fn named(name: &str) -> CertificateParams {
    CertificateParams::new([name.to_owned()]).unwrap()
}

struct Here;

impl Resolver for Here {
    fn resolve<'a>(&'a self, _name: &'a str) -> Resolving<'a> {
        Box::pin(async { Ok(vec![[127, 0, 0, 1].into()]) })
    }
}

/// What comes of asking for a name there, with these authorities.
async fn fetch(stub: &Stub, host: &str, pem: Option<String>) -> Result<Response, Error> {
    let port = stub.address.port();
    let mut builder = Egress::builder()
        .hosts([host])
        .ports([port])
        .dangerous_allow_networks(["127.0.0.1"])
        .resolver(Here);
    if let Some(pem) = pem {
        builder = builder.trust_only(pem);
    }
    builder.build().unwrap().get(&format!("https://{host}:{port}/")).send().await
}

#[tokio::test]
async fn a_server_is_who_a_trusted_authority_says() {
    let authority = Authority::new();
    for versions in [&[&TLS12][..], &[&TLS13], &[&TLS12, &TLS13]] {
        let stub = authority.serves(named("api.example.com"), versions).await;
        let response = fetch(&stub, "api.example.com", Some(authority.pem())).await.unwrap();
        assert_eq!(response.text().unwrap(), "hello");
    }
    let stub = authority.serves(named("127.0.0.1"), &[&TLS13]).await;
    fetch(&stub, "127.0.0.1", Some(authority.pem())).await.unwrap();
}

#[tokio::test]
async fn who_is_not_who_was_asked_for_is_told_nothing() {
    let authority = Authority::new();
    let pem = || Some(authority.pem());
    let mut expired = named("api.example.com");
    expired.not_before = date_time_ymd(2019, 1, 1);
    expired.not_after = date_time_ymd(2020, 1, 1);
    let mut common_name = CertificateParams::default();
    common_name.distinguished_name.push(rcgen::DnType::CommonName, "api.example.com");
    for (params, pem) in [
        (named("api.example.com"), None),
        (named("api.example.com"), Some(Authority::new().pem())),
        (named("example.com"), pem()),
        (named("evil.example.com"), pem()),
        (named("*.api.example.com"), pem()),
        (named("127.0.0.1"), pem()),
        (common_name, pem()),
        (expired, pem()),
    ] {
        let stub = authority.serves(params, &[&TLS12, &TLS13]).await;
        refused(fetch(&stub, "api.example.com", pem).await, ErrorKind::Tls);
        assert!(stub.asked().is_empty());
    }
}

#[test]
fn authorities_are_certificates() {
    for pem in ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let error = Egress::builder().trust_only(pem).build().unwrap_err();
        assert!(error.to_string().contains("in PEM"), "{error}");
    }
    let key = KeyPair::generate().unwrap().serialize_pem();
    assert!(Egress::builder().trust_only(key).build().is_err());
}
