using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests;

/// <summary>One of a row of messages with the same key.</summary>
public sealed record Note(Guid FileId, int Number, string Text = "");

/// <summary>Another topic of the same group.</summary>
public sealed record Aside(Guid FileId, int Number);

/// <summary>What a handler of a test is given.</summary>
internal sealed record Handling(Guid Key, int Number, bool IsAside, IEmit Emit, CancellationToken Stop);

/// <summary>Hears notes and, where it is to, asides; keeps in which order handlers began and ended, and does with them what a test says.</summary>
internal sealed class NoteModule(Func<Handling, Task>? handle = null, bool asides = false) : IModule
{
    private readonly ConcurrentDictionary<Guid, int> _running = new();
    private int _doubled;

    public string Name => "notes";

    /// <summary>Each handler that began, in that order.</summary>
    public ConcurrentQueue<(Guid Key, int Number)> Begun { get; } = new();

    /// <summary>Each handler that came to its end without a fault, in that order.</summary>
    public ConcurrentQueue<(Guid Key, int Number)> Handled { get; } = new();

    /// <summary>How often a handler began while another of its key and topic was at work in this process.</summary>
    public int Doubled => Volatile.Read(ref _doubled);

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void Connect(IModuleBus bus)
    {
        bus.Hear<Note, NoteConsumer>();
        if (asides)
        {
            bus.Hear<Aside, AsideConsumer>();
        }
    }

    private async Task Consume(Handling handling)
    {
        if (!handling.IsAside && _running.AddOrUpdate(handling.Key, 1, (_, n) => n + 1) > 1)
        {
            Interlocked.Increment(ref _doubled);
        }

        try
        {
            Begun.Enqueue((handling.Key, handling.Number));
            await (handle?.Invoke(handling) ?? Task.CompletedTask);
            Handled.Enqueue((handling.Key, handling.Number));
        }
        finally
        {
            if (!handling.IsAside)
            {
                _running.AddOrUpdate(handling.Key, 0, (_, n) => n - 1);
            }
        }
    }

    private sealed class NoteConsumer(NoteModule module, IEmit emit) : IConsumer<Note>
    {
        public Task Consume(ConsumeContext<Note> context) =>
            module.Consume(new Handling(context.Message.FileId, context.Message.Number, false, emit, context.CancellationToken));
    }

    private sealed class AsideConsumer(NoteModule module, IEmit emit) : IConsumer<Aside>
    {
        public Task Consume(ConsumeContext<Aside> context) =>
            module.Consume(new Handling(context.Message.FileId, context.Message.Number, true, emit, context.CancellationToken));
    }
}
