//! Which requests still wait for their answer: the end of the input waits for them, and an id
//! names one of them at a time.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit},
    task::AbortHandle,
};

/// The requests that are not answered, by their ids.
#[derive(Default)]
pub(crate) struct Open {
    requests: Mutex<Requests>,
    emptied: Notify,
}

type Requests = HashMap<Id, Owner>;

/// Who answers a request.
enum Owner {
    /// It is answered here; with what aborts it, once it goes on by itself.
    Here(Option<AbortHandle>),
    Lane,
}

/// An id that is in use by a request that is answered here, until this goes out of scope.
pub(super) struct Claim {
    open: Arc<Open>,
    id: Option<Id>,
}

impl Open {
    /// Claims an id, raw JSON text, unless it is in use.
    pub(super) fn claim(self: &Arc<Self>, id: &str) -> Option<Claim> {
        let id = Id::read(id)?;
        match self.requests().entry(id.clone()) {
            Entry::Occupied(_) => return None,
            Entry::Vacant(place) => place.insert(Owner::Here(None)),
        };
        Some(Claim { open: Arc::clone(self), id: Some(id) })
    }

    /// Lets the handling of a message go on by itself, so that it can be cancelled.
    pub(super) fn run(
        &self,
        message: &[u8],
        place: OwnedSemaphorePermit,
        handling: impl Future<Output = ()> + Send + 'static,
    ) {
        let task = tokio::spawn(async move {
            handling.await;
            drop(place);
        });
        // Without a claim it is the lane's already, or another request's by the same id.
        if let Some(id) = Outline::of(message).and_then(|outline| outline.id)
            && let Some(Owner::Here(abort @ None)) = self.requests().get_mut(&id)
        {
            *abort = Some(task.abort_handle());
        }
    }

    /// Takes note of a notification on its way to the lane.
    pub(super) fn notified(&self, message: &[u8]) {
        let Some(outline) = Outline::of(message) else { return };
        if outline.method.as_deref() != Some("notifications/cancelled") {
            return;
        }
        let id = outline.params.and_then(|params| params.request);
        let Some(id) = id.and_then(|id| serde_json::from_str::<Id>(id.get()).ok()) else { return };
        let mut requests = self.requests();
        match requests.get(&id) {
            // Its claim ends with it.
            Some(Owner::Here(Some(call))) => call.abort(),
            // A cancelled request is not answered.
            Some(Owner::Lane) => self.end(&mut requests, &id),
            Some(Owner::Here(None)) | None => {}
        }
    }

    /// The lane is about to send this message.
    pub(crate) fn answered(&self, message: &[u8]) {
        if let Some(Outline { id: Some(id), method: None, .. }) = Outline::of(message) {
            self.end(&mut self.requests(), &id);
        }
    }

    /// Ends what still runs here.
    pub(super) fn abort(&self) {
        for owner in self.requests().values() {
            if let Owner::Here(Some(call)) = owner {
                call.abort();
            }
        }
    }

    pub(super) async fn wait_until_empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.requests().is_empty() {
                return;
            }
            emptied.await;
        }
    }

    fn end(&self, requests: &mut Requests, id: &Id) {
        requests.remove(id);
        if requests.is_empty() {
            self.emptied.notify_one();
        }
    }

    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Claim {
    /// From here on the request is the lane's.
    pub(super) fn hand_over(mut self) {
        if let Some(id) = self.id.take() {
            self.open.requests().insert(id, Owner::Lane);
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(id) = &self.id {
            self.open.end(&mut self.open.requests(), id);
        }
    }
}

/// An id as it is meant, however it is spelled: the SDK answers in its own spelling.
#[derive(Clone, Deserialize, PartialEq, Eq, Hash)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(Box<str>),
}

impl Id {
    /// Of raw JSON text: the envelope has checked that it is a string or an integer.
    fn read(raw: &str) -> Option<Self> {
        if raw.starts_with('"') {
            serde_json::from_str(raw).ok().map(Self::Text)
        } else {
            raw.parse().ok().map(Self::Number)
        }
    }
}

/// What of a message tells whether it opens or ends a request.
#[derive(Deserialize)]
struct Outline<'a> {
    id: Option<Id>,
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow)]
    params: Option<Cancelled<'a>>,
}

#[derive(Deserialize)]
struct Cancelled<'a> {
    /// In another message this may be anything.
    #[serde(borrow, rename = "requestId")]
    request: Option<&'a RawValue>,
}

impl<'a> Outline<'a> {
    fn of(message: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(message).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tokio::sync::Semaphore;

    use super::*;

    fn is_empty(open: &Open) -> bool {
        open.requests().is_empty()
    }

    #[test]
    fn an_id_is_the_same_in_every_spelling() {
        let open = Arc::new(Open::default());
        open.claim(r#""\u0061""#).unwrap().hand_over();
        assert!(open.claim(r#""a""#).is_none());
        open.claim("7").unwrap().hand_over();
        open.claim(r#""7""#).unwrap().hand_over();
        for answer in [r#"{"id":"a"}"#, r#"{"id":7}"#, r#"{"id":"\u0037"}"#] {
            assert!(!is_empty(&open));
            open.answered(answer.as_bytes());
        }
        assert!(is_empty(&open));
    }

    #[test]
    fn a_claim_ends_when_it_goes_out_of_scope() {
        let open = Arc::new(Open::default());
        let claim = open.claim("1").unwrap();
        assert!(open.claim("1").is_none());
        drop(claim);
        assert!(open.claim("1").is_some());
    }

    #[test]
    fn a_cancelled_request_of_the_lane_is_open_no_more() {
        let open = Arc::new(Open::default());
        open.claim(r#""a""#).unwrap().hand_over();
        open.notified(br#"{"method":"other","params":{"requestId":"a"}}"#);
        open.notified(br#"{"method":"notifications/cancelled","params":{"requestId":[0.5]}}"#);
        assert!(!is_empty(&open));
        open.notified(br#"{"method":"notifications/cancelled","params":{"requestId":"\u0061"}}"#);
        assert!(is_empty(&open));
    }

    #[tokio::test]
    async fn a_cancelled_request_that_runs_here_is_aborted() {
        let open = Arc::new(Open::default());
        for cancel in [true, false] {
            let claim = open.claim("1").unwrap();
            let place = Arc::new(Semaphore::new(1)).acquire_owned().await.unwrap();
            let hangs = Box::pin(async move {
                let _claim = claim;
                std::future::pending().await
            });
            open.run(br#"{"id":1,"method":"m"}"#, place, hangs);
            if cancel {
                open.notified(br#"{"method":"notifications/cancelled","params":{"requestId":1}}"#);
            } else {
                open.abort();
            }
            open.wait_until_empty().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn of_many_claims_to_an_id_one_holds_at_a_time() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let open = Arc::new(Open::default());
        let held: Arc<[AtomicUsize; 3]> = Arc::default();
        let tasks: Vec<_> = (0..8_usize)
            .map(|task| {
                let (open, held) = (Arc::clone(&open), Arc::clone(&held));
                tokio::spawn(async move {
                    for turn in 0..2_000 {
                        let id = (task + turn) % 3;
                        let Some(claim) = open.claim(&id.to_string()) else { continue };
                        assert_eq!(held[id].fetch_add(1, Ordering::SeqCst), 0);
                        if turn % 5 == 0 {
                            tokio::task::yield_now().await;
                        }
                        held[id].fetch_sub(1, Ordering::SeqCst);
                        if turn % 2 == 0 {
                            claim.hand_over();
                            open.answered(format!(r#"{{"id":{id}}}"#).as_bytes());
                        }
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        open.wait_until_empty().await;
        assert!(is_empty(&open));
    }
}
