using System.Collections.Concurrent;
using MassTransit;
using Media.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Orchestration.Tests.DeadLetters;

public sealed record Bitter(Guid FileId, long Revision, string Note);

/// <summary>Refuses what speaks of a file until that file is mended.</summary>
internal sealed class Picky : IModule
{
    public const string Endpoint = "picky.bitter";

    private readonly ConcurrentDictionary<Guid, bool> _mended = new();
    private readonly ConcurrentQueue<Bitter> _taken = new();

    public string Name => "picky";

    public IReadOnlyCollection<Bitter> Taken => _taken;

    public void Mend(Guid file) => _mended[file] = true;

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void Connect(IModuleBus bus) => bus.Hear<Bitter, Taster>();

    private sealed class Taster(Picky picky) : IConsumer<Bitter>
    {
        public Task Consume(ConsumeContext<Bitter> context)
        {
            if (!picky._mended.ContainsKey(context.Message.FileId))
            {
                throw new InvalidOperationException("It is bitter.");
            }

            picky._taken.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}
