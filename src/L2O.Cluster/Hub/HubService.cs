using Grpc.Core;
using L2O.Cluster.Protocol;
using Microsoft.Extensions.Logging;

namespace L2O.Cluster.Hub;

/// <summary>The hub's side of every call.</summary>
/// <param name="run">The hub's.</param>
/// <param name="hub">Collects results.</param>
/// <param name="members">Who calls.</param>
/// <param name="log">Told who calls and who is refused.</param>
/// <param name="stopping">The hub ends.</param>
internal sealed class HubService(ClusterRun run, ShareHub hub, HubMembers members, ILogger log, CancellationToken stopping)
    : MetaTrainingHub.MetaTrainingHubBase
{
    /// <inheritdoc/>
    public override async Task Work(IAsyncStreamReader<Envelope> requestStream, IServerStreamWriter<Envelope> responseStream,
        ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        var call = new HubCall(run, hub, members, requestStream, responseStream, log, context.Peer);
        try
        {
            await call.AnswerAsync(ended.Token).ConfigureAwait(false);
        }
        catch (UnsignedException failure)
        {
            log.Refused(context.Peer, failure.Message);
            throw new RpcException(new Status(StatusCode.Unauthenticated,
                "the message is not signed with this run's secret for this call"));
        }
        catch (RefusedException failure)
        {
            log.Refused(context.Peer, failure.Message);
            await call.RefuseAsync(failure).ConfigureAwait(false);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException failure)
        {
            log.Refused(context.Peer, failure.Message);
            throw new RpcException(new Status(StatusCode.InvalidArgument, "the message can't be read"));
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.ResourceExhausted)
        {
            log.Refused(context.Peer, failure.Status.Detail);
            throw;
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or RpcException
            && ended.IsCancellationRequested)
        {
            // the worker is gone, or the hub ends; a worker knows what to do
        }
        finally
        {
            call.Leave(context.CancellationToken.IsCancellationRequested ? "its call broke off" : "its call ended");
        }
    }
}
