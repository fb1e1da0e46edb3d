using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests;

/// <summary>Work, as its member <c>Source</c> says.</summary>
public sealed record Digging(Guid FileId, string Source);

/// <summary>Other work.</summary>
public sealed record Sowing(Guid FileId, string Source);

/// <summary>Work that comes last in every list.</summary>
public sealed record Threshing(Guid FileId, string Source);

/// <summary>A module that works, and hears things beside.</summary>
internal sealed class WorkModule : IModule
{
    public string Name => "work";

    /// <summary>How much of each kind was done in this process.</summary>
    public ConcurrentDictionary<string, int> Done { get; } = new();

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void Connect(IModuleBus bus)
    {
        bus.Hear<Aside, Worker<Aside>>();
        bus.Hear<Digging, Worker<Digging>>();
        bus.Hear<Note, Worker<Note>>();
        bus.Hear<Sowing, Worker<Sowing>>();
        bus.Hear<Threshing, Worker<Threshing>>();
    }

    private sealed class Worker<T>(WorkModule module) : IConsumer<T> where T : class
    {
        public Task Consume(ConsumeContext<T> context)
        {
            module.Done.AddOrUpdate(typeof(T).Name, 1, (_, n) => n + 1);
            return Task.CompletedTask;
        }
    }
}
