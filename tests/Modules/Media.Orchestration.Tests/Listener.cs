using MassTransit;
using Media.Delivery.Contracts;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Upload.Contracts;
using Media.Vision.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Orchestration.Tests;

/// <summary>Stands for all other modules: keeps what it hears and answers nothing of itself.</summary>
internal sealed class Listener : IModule
{
    public string Name => "listener";

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void Connect(IModuleBus bus)
    {
        Hear<InspectFile>(bus);
        Hear<MakeRenditions>(bus);
        Hear<DetectObjects>(bus);
        Hear<PublishFile>(bus);
        Hear<WithdrawFile>(bus);
        Hear<ForgetFile>(bus);
        Hear<StopStep>(bus);
        Hear<PurgeFile>(bus);
        Hear<FileTracked>(bus);
        Hear<FileStateChanged>(bus);
    }

    private static void Hear<T>(IModuleBus bus) where T : class => bus.Hear<T, Keep<T>>();

    private sealed class Keep<T>(Said said) : IConsumer<T> where T : class
    {
        public Task Consume(ConsumeContext<T> context)
        {
            said.Add(context.Message);
            return Task.CompletedTask;
        }
    }
}
