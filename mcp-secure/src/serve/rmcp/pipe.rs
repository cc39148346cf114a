//! Messages in, messages out: the lane for standard input and output.

use std::{convert::Infallible, sync::Arc};

use bytes::Bytes;
use rmcp::{
    RoleServer,
    model::{ClientJsonRpcMessage, GetExtensions},
    service::{RunningService, RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use tokio::sync::mpsc;

use super::{Handler, Passport};
use crate::serve::{
    door::Door,
    stdio::{self, open::Open},
};

/// The lane for standard input and output: messages in, messages out.
pub(crate) struct Pipe {
    pub(crate) incoming: mpsc::Receiver<(Bytes, Passport)>,
    pub(crate) outgoing: mpsc::Sender<Vec<u8>>,
    pub(crate) open: Arc<Open>,
}

impl Pipe {
    /// Serves until the incoming side ends.
    pub(crate) fn serve(self, door: &Arc<Door>) -> impl Future<Output = ()> + use<> {
        let running: RunningService<RoleServer, Handler> =
            rmcp::service::serve_directly(Handler::new(door), self, None);
        async move {
            let _ = running.waiting().await;
        }
    }
}

impl Transport<RoleServer> for Pipe {
    type Error = Infallible;

    fn send(
        &mut self,
        message: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Infallible>> + Send + 'static {
        let (outgoing, open) = (self.outgoing.clone(), Arc::clone(&self.open));
        async move {
            if let Ok(line) = serde_json::to_vec(&message) {
                open.answered(&line);
                let _ = outgoing.send(line).await;
            }
            Ok(())
        }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            let (bytes, passport) = self.incoming.recv().await?;
            match serde_json::from_slice::<ClientJsonRpcMessage>(&bytes) {
                Ok(mut message) => {
                    if let ClientJsonRpcMessage::Request(request) = &mut message {
                        request.request.extensions_mut().insert(passport);
                    }
                    return Some(message);
                }
                // The envelope was right, so it is the parameters.
                Err(_) => {
                    let reply = stdio::invalid_params(&bytes);
                    self.open.answered(&reply);
                    let _ = self.outgoing.send(reply).await;
                }
            }
        }
    }

    async fn close(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
