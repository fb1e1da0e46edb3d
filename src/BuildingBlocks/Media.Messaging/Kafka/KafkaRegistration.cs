using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Transports;

namespace Media.Messaging.Kafka;

/// <summary>The rider, in the shape of MassTransit's own: <c>bus.AddRider(rider =&gt; rider.UsingKafka((context, kafka) =&gt; …))</c>.</summary>
internal static class KafkaRegistration
{
    public static void UsingKafka(this IRiderRegistrationConfigurator rider, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) =>
        rider.SetRiderFactory(new KafkaRiderFactory(configure));
}

internal interface IKafkaFactoryConfigurator : IRiderFactoryConfigurator
{
    /// <summary>Hears a message's topic as a member of a group.</summary>
    void TopicEndpoint(Type message, string group, int concurrency, Action<IReceiveEndpointConfigurator> configure);
}

internal interface IKafkaRider : IRiderControl;

internal sealed class KafkaRiderFactory(Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) : IRegistrationRiderFactory<IKafkaRider>
{
    public IBusInstanceSpecification CreateRider(IRiderRegistrationContext context)
    {
        var configurator = new KafkaFactoryConfigurator(context);
        configure(context, configurator);
        return configurator;
    }
}
