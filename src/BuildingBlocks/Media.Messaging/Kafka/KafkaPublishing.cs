using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Transports;

namespace Media.Messaging.Kafka;

/// <summary>Where a consumer's context publishes to: the topic of the message's type.</summary>
internal sealed class KafkaPublishing(MassTransit.Configuration.IHostConfiguration host, KafkaProducer producer) : IPublishTransportProvider
{
    private readonly ISerialization _serialization =
        host.CreateReceiveEndpointConfiguration("kafka-publishing").Serialization.CreateSerializerCollection();

    public Task<ISendTransport> GetPublishTransport<T>(Uri? publishAddress) where T : class =>
        Task.FromResult<ISendTransport>(new SendTransport<PipeContext>(new Context(host, _serialization, producer, typeof(T).Name)));

    private sealed class Context(MassTransit.Configuration.IHostConfiguration host, ISerialization serialization, KafkaProducer producer, string name)
        : BaseSendTransportContext(host, serialization), SendTransportContext<PipeContext>
    {
        public override string EntityName => name;

        public override string ActivitySystem => "kafka";

        public override async Task<SendContext<T>> CreateSendContext<T>(T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
        {
            var context = new MessageSendContext<T>(message, cancellationToken);
            await pipe.Send(context);
            return context;
        }

        public Task<SendContext<T>> CreateSendContext<T>(PipeContext context, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
            where T : class => CreateSendContext(message, pipe, cancellationToken);

        public Task Send(IPipe<PipeContext> pipe, CancellationToken cancellationToken = default) => pipe.Send(new Sending(cancellationToken));

        public Task Send<T>(PipeContext transportContext, SendContext<T> sendContext) where T : class =>
            producer.Produce(sendContext.Message, sendContext.CancellationToken);

        public void Probe(ProbeContext context)
        {
            // There is nothing to tell.
        }

        private sealed class Sending(CancellationToken stop) : BasePipeContext(stop);
    }
}
