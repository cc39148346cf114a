//! Nonces of the server (RFC 9449, section 8), which it does not have to remember: each is a time,
//! and what only the server could have made of it.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::{constant_time::verify_slices_are_equal, hmac, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::{
    auth::jwt,
    error::{Error, Result},
};

pub(super) struct Nonces(hmac::Key);

impl Nonces {
    pub(super) fn random() -> Result<Self> {
        let mut secret = Zeroizing::new([0; MIN_SECRET]);
        rand::fill(secret.as_mut_slice())
            .map_err(|_| Error::new("the system's random number generator failed"))?;
        Ok(Self::of(secret.as_slice()))
    }

    pub(super) fn by(secret: &[u8]) -> Result<Self> {
        jwt::check_secret(secret, MIN_SECRET)
            .map_err(|why| Error::new(format!("the secret of nonces {why}")))?;
        Ok(Self::of(secret))
    }

    pub(super) fn current(&self, now: SystemTime) -> String {
        self.at(turn(now))
    }

    /// Whether it is of this turn or the one before.
    pub(super) fn knows(&self, nonce: &str, now: SystemTime) -> bool {
        let turn = turn(now);
        let is = |turn| verify_slices_are_equal(self.at(turn).as_bytes(), nonce.as_bytes()).is_ok();
        is(turn) || turn.checked_sub(1).is_some_and(is)
    }

    fn of(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    fn at(&self, turn: u64) -> String {
        let mut signing = hmac::Context::with_key(&self.0);
        // The secret may be of use elsewhere.
        signing.update(b"mcp-secure dpop nonce");
        signing.update(&turn.to_be_bytes());
        URL_SAFE_NO_PAD.encode(&signing.sign().as_ref()[..16])
    }
}

fn turn(now: SystemTime) -> u64 {
    now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / TURN
}

/// In seconds.
const TURN: u64 = 300;
const MIN_SECRET: usize = 32;
