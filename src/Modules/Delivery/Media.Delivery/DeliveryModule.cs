using Media.Delivery.Contracts;
using Media.Delivery.Manifests;
using Media.Delivery.Publish;
using Media.Delivery.Serve;
using Media.Documents;
using Media.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Delivery;

/// <summary>Serves originals, renditions and detections, from what it was told to publish.</summary>
public sealed class DeliveryModule : IModule
{
    public string Name => "delivery";

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddCollection<Publication>("publications", Publication.Due);
        services.AddSingleton<Publications>();
        services.AddSingleton<ManifestReader>();
        services.AddSingleton<BlobServer>();
        services.AddHostedService<TombstoneSweeper>();
    }

    public void Connect(IModuleBus bus)
    {
        bus.Hear<PublishFile, PublishFileConsumer>();
        bus.Hear<WithdrawFile, WithdrawFileConsumer>();
    }
}
