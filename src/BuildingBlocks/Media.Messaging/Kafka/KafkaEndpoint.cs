using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;

namespace Media.Messaging.Kafka;

/// <summary>One topic as a receive endpoint of MassTransit: the pipeline is the one that an endpoint in memory has.</summary>
internal sealed class KafkaEndpoint : ReceiveEndpointConfiguration, IReceiveEndpointConfigurator
{
    private readonly IBusInstance _bus;
    private readonly IReceiveEndpointConfiguration _inner;
    private readonly KafkaPublishing _publishing;

    public KafkaEndpoint(
        IBusInstance bus, IReceiveEndpointConfiguration inner, Type message, string topic, int concurrency, ConsumerGroup group, KafkaPublishing publishing)
        : base(bus.HostConfiguration, inner)
    {
        (_bus, _inner, _publishing) = (bus, inner, publishing);
        (Topic, Concurrency, Group, MessageType) = (topic, concurrency, group, MessageUrn.ForTypeString(message));
        // What a body is says its topic, and no header of the wire.
        this.UseRawJsonDeserializer((RawSerializerOptions)0, isDefault: true);
    }

    public string Topic { get; }

    public int Concurrency { get; }

    public ConsumerGroup Group { get; }

    public string MessageType { get; }

    public override Uri HostAddress => _inner.HostAddress;

    public override Uri InputAddress => _inner.InputAddress;

    public override ReceiveEndpointContext CreateReceiveEndpointContext() => CreateContext();

    public ReceiveEndpoint Build()
    {
        var context = CreateContext();
        return new ReceiveEndpoint(new KafkaReceiveTransport(context, this), context);
    }

    private KafkaEndpointContext CreateContext()
    {
        ApplySpecifications(new ReceiveEndpointBuilder(this));
        var context = new KafkaEndpointContext(_bus, this, _publishing);
        context.GetOrAddPayload(() => _bus.HostConfiguration.Topology);
        return context;
    }
}

internal sealed class KafkaEndpointContext(IBusInstance bus, IReceiveEndpointConfiguration endpoint, KafkaPublishing publishing)
    : BaseReceiveEndpointContext(bus.HostConfiguration, endpoint)
{
    public override void AddSendAgent(IAgent agent)
    {
        // Senders here have no connection of their own.
    }

    public override void AddConsumeAgent(IAgent agent)
    {
        // As above.
    }

    public override Exception ConvertException(Exception exception, string message) => new ConnectionException(message, exception);

    protected override ISendTransportProvider CreateSendTransportProvider() => throw new NotSupportedException();

    // Addresses that somebody sends to are the bus's in memory; what is published goes to Kafka.
    protected override ISendEndpointProvider CreateSendEndpointProvider() => bus.Bus;

    protected override IPublishTransportProvider CreatePublishTransportProvider() => publishing;
}

internal sealed class KafkaReceiveTransport(KafkaEndpointContext context, KafkaEndpoint endpoint) : IReceiveTransport
{
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
        using var received = new KafkaReceiveContext(delivery.Result, endpoint.MessageType, context);
        var gone = delivery.Window.Gone;
        await using var cancel = gone.Register(received.Cancel);
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

internal sealed class KafkaReceiveContext : BaseReceiveContext
{
    public KafkaReceiveContext(Confluent.Kafka.ConsumeResult<byte[], byte[]> result, string messageType, ReceiveEndpointContext context)
        : base(false, context)
    {
        Body = new BytesMessageBody(result.Message.Value ?? []);
        HeaderProvider = new DictionaryHeaderProvider(new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase)
        {
            [MessageHeaders.MessageType] = messageType,
        });
    }

    public override MessageBody Body { get; }

    protected override IHeaderProvider HeaderProvider { get; }
}
