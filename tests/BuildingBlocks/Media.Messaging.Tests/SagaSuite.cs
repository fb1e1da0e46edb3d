using MassTransit;
using Media.Documents;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests;

public sealed record Opened(Guid Id);

public sealed record Added(Guid Id, int Amount);

public sealed record Closed(Guid Id);

public sealed record Total(Guid Id, int Sum);

/// <summary>The saga repository over documents, under a state machine that sums up.</summary>
public abstract class SagaSuite(string engine) : IAsyncLifetime
{
    private readonly Overheard _heard = new(typeof(Total));
    private EngineHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IDocuments<SumState> Sums => _host.Services.GetRequiredService<IDocuments<SumState>>();

    public async ValueTask InitializeAsync() => _host = await EngineHost.Start(engine, new SumModule(), _heard);

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_many_first_messages_at_once_one_makes_the_instance_and_the_rest_find_it()
    {
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _host.Emit(new Added(id, 1), Stop)));
        await Wait.Until(() => _heard.Said<Total>().Count(t => t.Id == id) >= 40);
        (await Sums.Get(id.ToString(), Stop))!.Sum.ShouldBe(40);
    }

    [Fact]
    public async Task Of_many_writes_at_once_none_is_lost_and_who_loses_says_nothing()
    {
        var id = Guid.NewGuid();
        await _host.Emit(new Opened(id), Stop);
        await Wait.Until(async () => await Sums.Get(id.ToString(), Stop) is not null);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => _host.Emit(new Added(id, 1), Stop)));
        await Wait.Until(() => _heard.Said<Total>().Any(t => t.Id == id && t.Sum == 60));

        await Wait.Until(() => _heard.Said<Total>().Count(t => t.Id == id) >= 60);
        _heard.Said<Total>().Where(t => t.Id == id).Select(t => t.Sum).ShouldBe(Enumerable.Range(1, 60), ignoreOrder: true);
        (await Sums.Get(id.ToString(), Stop))!.Version.ShouldBe(61);
    }

    [Fact]
    public async Task What_changes_nothing_writes_nothing()
    {
        var id = Guid.NewGuid();
        await _host.Emit(new Added(id, 5), Stop);
        await _heard.Next<Total>(t => t.Id == id && t.Sum == 5);
        await _host.Emit(new Added(id, 0), Stop);
        await Wait.Until(() => _heard.Said<Total>().Count(t => t.Id == id) == 2);
        (await Sums.Get(id.ToString(), Stop))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_final_instance_is_deleted_and_what_comes_after_finds_none()
    {
        var id = Guid.NewGuid();
        await _host.Emit(new Added(id, 5), Stop);
        await Wait.Until(async () => await Sums.Get(id.ToString(), Stop) is not null);
        await _host.Emit(new Closed(id), Stop);
        await Wait.Until(async () => await Sums.Get(id.ToString(), Stop) is null);
        await _host.Emit(new Closed(id), Stop);
        await _host.Emit(new Added(id, 1), Stop);
        (await _heard.Next<Total>(t => t.Id == id && t.Sum < 5)).Sum.ShouldBe(1, "a new instance begins at nothing");
    }

    private sealed class SumModule : IModule
    {
        public string Name => "sums";

        public void Add(IServiceCollection services, IConfiguration configuration) => services.AddCollection<SumState>("sums");

        public void Connect(IModuleBus bus) => bus.Saga<SumMachine, SumState>(typeof(Opened), typeof(Added), typeof(Closed));
    }
}

public sealed class MemorySagaTests() : SagaSuite("memory");

public sealed class KafkaSagaTests() : SagaSuite("kafka");

internal sealed class SumState : SagaStateMachineInstance, IDocument
{
    public Guid CorrelationId { get; set; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string Id => CorrelationId.ToString();

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public string State { get; set; } = "";

    public int Sum { get; set; }
}

internal sealed class SumMachine : MassTransitStateMachine<SumState>
{
    public SumMachine()
    {
        InstanceState(s => s.State);
        Event(() => Opened, e => e.CorrelateById(m => m.Message.Id));
        Event(() => Added, e => e.CorrelateById(m => m.Message.Id));
        Event(() => Closed, e =>
        {
            e.CorrelateById(m => m.Message.Id);
            e.OnMissingInstance(m => m.Discard());
        });
        Initially(
            When(Opened).TransitionTo(Summing),
            When(Added).ThenAsync(Add).TransitionTo(Summing));
        During(
            Summing,
            Ignore(Opened),
            When(Added).ThenAsync(Add),
            When(Closed).Finalize());
        SetCompletedWhenFinalized();
    }

    public State Summing { get; private set; } = null!;

    public Event<Opened> Opened { get; private set; } = null!;

    public Event<Added> Added { get; private set; } = null!;

    public Event<Closed> Closed { get; private set; } = null!;

    private static async Task Add(BehaviorContext<SumState, Added> context)
    {
        context.Saga.Sum += context.Message.Amount;
        var emit = context.GetPayload<IServiceProvider>().GetRequiredService<IEmit>();
        await emit.Emit(new Total(context.Saga.CorrelationId, context.Saga.Sum), context.CancellationToken);
    }
}
