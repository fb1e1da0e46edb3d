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
