using MassTransit;
using MassTransit.Transports;

namespace Media.Messaging.Kafka;

/// <summary>Takes what the group delivers through the endpoint's pipeline.</summary>
internal sealed class KafkaReceiveTransport(KafkaEndpointContext context, KafkaEndpoint endpoint) : IReceiveTransport
{
    private readonly IHeaderProvider _headers = KafkaReceiveContext.HeadersOf(endpoint.MessageType);

    public void Probe(ProbeContext context)
    {
        var scope = context.CreateScope("receiveTransport");
        scope.Add("type", "kafka");
        scope.Add("topic", endpoint.Topic);
    }

    public ConnectHandle ConnectReceiveObserver(IReceiveObserver observer) => context.ConnectReceiveObserver(observer);

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => context.ConnectPublishObserver(observer);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => context.ConnectSendObserver(observer);

    public ConnectHandle ConnectReceiveTransportObserver(IReceiveTransportObserver observer) => context.ConnectReceiveTransportObserver(observer);

    public ReceiveTransportHandle Start()
    {
        var dispatcher = context.CreateReceivePipeDispatcher();
        endpoint.Group.Hear(endpoint.Topic, endpoint.Concurrency, delivery => Handle(dispatcher, delivery));
        return new Started(context, dispatcher);
    }

    private async Task<Handled> Handle(IReceivePipeDispatcher dispatcher, Delivery delivery)
    {
        LogContext.SetCurrentIfNull(context.LogContext);
        using var received = new KafkaReceiveContext(delivery.Result, _headers, context);
        var gone = delivery.Window.Gone;
        await using var cancel = gone.UnsafeRegister(static received => ((KafkaReceiveContext)received!).Cancel(), received);
        try
        {
            await dispatcher.Dispatch(received, NoLock.Instance);
            return Handled.Done;
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            return Handled.Abandoned;
        }
        catch (Exception failure)
        {
            // What a handler refuses is a dead letter by now; whatever else comes here is not skipped.
            context.LogContext?.Debug?.Log(failure, "{Topic} goes on later", endpoint.Topic);
            return Handled.OutOfReach;
        }
    }

    private sealed class Started : ReceiveTransportHandle
    {
        private readonly KafkaEndpointContext _context;
        private readonly IReceivePipeDispatcher _dispatcher;

        public Started(KafkaEndpointContext context, IReceivePipeDispatcher dispatcher)
        {
            (_context, _dispatcher) = (context, dispatcher);
            _ = context.TransportObservers.NotifyReady(context.InputAddress);
        }

        public Task Stop(CancellationToken cancellationToken = default) =>
            _context.TransportObservers.NotifyCompleted(_context.InputAddress, _dispatcher.GetMetrics());
    }

    private sealed class NoLock : ReceiveLockContext
    {
        public static readonly NoLock Instance = new();

        public Task Complete() => Task.CompletedTask;

        public Task Faulted(Exception exception) => Task.CompletedTask;

        public Task ValidateLockStatus() => Task.CompletedTask;
    }
}
