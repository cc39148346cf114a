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
use crate::serve::{door::Door, stdio};

/// The lane for standard input and output: messages in, messages out.
pub(crate) struct Pipe {
    pub(crate) incoming: mpsc::Receiver<(Bytes, Passport)>,
    pub(crate) outgoing: mpsc::Sender<Vec<u8>>,
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
        let outgoing = self.outgoing.clone();
        async move {
            if let Ok(line) = serde_json::to_vec(&message) {
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
                    let _ = self.outgoing.send(stdio::invalid_params(&bytes)).await;
                }
            }
        }
    }

    async fn close(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
