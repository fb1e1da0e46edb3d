using System.Collections.Concurrent;
using MassTransit;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests;

public sealed record Ask(Guid Id, int Failures, string How);

public sealed record Answer(Guid Id, int Times);

/// <summary>What the bus does around a handler.</summary>
public abstract class HandlerSuite(string engine) : IAsyncLifetime
{
    private readonly Overheard _heard = new(typeof(Answer));
    private EngineHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EngineHost.Start(engine, new AskModule(), _heard);

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_message_is_handled_and_its_answer_heard()
    {
        var ask = new Ask(Guid.NewGuid(), 0, "");
        await _host.Emit(ask, Stop);
        (await _heard.Next<Answer>(a => a.Id == ask.Id)).Times.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_out_of_reach_makes_the_handler_run_again()
    {
        var ask = new Ask(Guid.NewGuid(), 2, "store");
        await _host.Emit(ask, Stop);
        (await _heard.Next<Answer>(a => a.Id == ask.Id)).Times.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_handler_refuses_is_not_run_again_and_the_rest_go_on()
    {
        var refused = new Ask(Guid.NewGuid(), 1, "bug");
        var next = new Ask(Guid.NewGuid(), 0, "");
        await _host.Emit(refused, Stop);
        await _host.Emit(next, Stop);
        await _heard.Next<Answer>(a => a.Id == next.Id);
        _heard.Said<Answer>().ShouldNotContain(a => a.Id == refused.Id, "what it said before it threw is not said");
    }

    private sealed class AskModule : IModule
    {
        public string Name => "asked";

        public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<ConcurrentDictionary<Guid, int>>();

        public void Connect(IModuleBus bus) => bus.Hear<Ask, AskConsumer>();
    }

    private sealed class AskConsumer(ConcurrentDictionary<Guid, int> times, IEmit emit) : IConsumer<Ask>
    {
        public async Task Consume(ConsumeContext<Ask> context)
        {
            var ask = context.Message;
            var time = times.AddOrUpdate(ask.Id, 1, (_, before) => before + 1);
            await emit.Emit(new Answer(ask.Id, time), context.CancellationToken);
            if (time <= ask.Failures)
            {
                throw ask.How == "store"
                    ? new Documents.DocumentsUnavailableException("The store is out of reach.", new IOException("gone"))
                    : new InvalidOperationException("It is refused.");
            }
        }
    }
}

public sealed class MemoryHandlerTests() : HandlerSuite("memory");

public sealed class KafkaHandlerTests() : HandlerSuite("kafka");
