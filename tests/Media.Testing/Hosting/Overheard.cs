using System.Collections.Concurrent;
using MassTransit;
using Media.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Testing.Hosting;

/// <summary>Stands for all other modules: keeps what is said on the bus, and answers nothing of itself.</summary>
/// <param name="messages">The messages it listens to.</param>
public sealed class Overheard(params Type[] messages) : IModule
{
    private readonly ConcurrentQueue<object> _said = new();

    public string Name => "overheard";

    /// <summary>What was said so far, in the order in which it came.</summary>
    public IReadOnlyList<T> Said<T>() => [.. _said.OfType<T>()];

    /// <summary>The first message of a kind that matches, said already or still to come.</summary>
    public async Task<T> Next<T>(Func<T, bool> matches)
    {
        await Wait.Until(() => Said<T>().Any(matches));
        return Said<T>().First(matches);
    }

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void Connect(IModuleBus bus)
    {
        foreach (var message in messages)
        {
            ((IEar)Activator.CreateInstance(typeof(Ear<>).MakeGenericType(message))!).Listen(bus);
        }
    }

    private interface IEar
    {
        void Listen(IModuleBus bus);
    }

    private sealed class Ear<T> : IEar where T : class
    {
        public void Listen(IModuleBus bus) => bus.Hear<T, Keep<T>>();
    }

    private sealed class Keep<T>(Overheard overheard) : IConsumer<T> where T : class
    {
        public Task Consume(ConsumeContext<T> context)
        {
            overheard._said.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}
