using System.Diagnostics;
using MassTransit;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests;

public sealed record Refused(Guid FileId, long Revision, string Note);

public sealed record Endless(Guid Id);

/// <summary>What becomes of messages that a handler's code refuses, and of those that it had no time for.</summary>
public abstract class DeadLetterSuite(string engine) : IAsyncLifetime
{
    private static readonly SemaphoreSlim Begun = new(0);
    private EngineHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EngineHost.Start(engine, new RefusingModule());

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_refused_is_kept_with_its_body_and_the_reason()
    {
        var file = Guid.CreateVersion7();
        await _host.Emit(new Refused(file, 7, "a note"), Stop);

        var letter = await Letter(l => l.Body.Contains(file.ToString(), StringComparison.Ordinal));
        (letter.Endpoint, letter.Repeats).ShouldBe(("refusing.refused", 0));
        letter.MessageType.ShouldEndWith(":Refused");
        letter.Reason.ShouldBe("InvalidOperationException: It is refused.");
        letter.Body.ShouldContain("a note");
    }

    [Fact]
    public async Task What_is_said_again_and_refused_again_is_one_letter_that_counts()
    {
        var file = Guid.CreateVersion7();
        await _host.Emit(new Refused(file, 1, ""), Stop);
        await _host.Emit(new Refused(file, 1, ""), Stop);
        await _host.Emit(new Refused(file, 1, ""), Stop);
        (await Letter(l => l.Repeats == 2)).Body.ShouldContain(file.ToString());

        await _host.Emit(new Refused(file, 2, ""), Stop);
        await Letter(l => l.Repeats == 0 && l.Body.Contains(file.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_the_end_of_the_process_interrupts_refuses_nothing()
    {
        await using var host = await EngineHost.Start(engine, new RefusingModule());
        await host.Emit(new Endless(Guid.NewGuid()), Stop);
        await Begun.WaitAsync(Stop);
        var began = Stopwatch.GetTimestamp();
        await host.StopAsync();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(25), "it is interrupted before a supervisor would kill it");
        host.Log.Lines.ShouldNotContain(line => line.Contains("dead letter", StringComparison.Ordinal));
    }

    private async Task<DeadLetter> Letter(Predicate<DeadLetter> matches)
    {
        DeadLetter? found = null;
        await Wait.Until(async () =>
        {
            var page = await _host.Services.GetRequiredService<IDocuments<DeadLetter>>().Query(DeadLetter.Listed.Where(), Stop);
            found = page.Items.FirstOrDefault(letter => matches(letter));
            return found is not null;
        });
        return found!;
    }

    private sealed class RefusingModule : IModule
    {
        public string Name => "refusing";

        public void Add(IServiceCollection services, IConfiguration configuration)
        {
        }

        public void Connect(IModuleBus bus)
        {
            bus.Hear<Refused, Refusing>();
            bus.Hear<Endless, Waiting>();
        }
    }

    private sealed class Refusing : IConsumer<Refused>
    {
        public Task Consume(ConsumeContext<Refused> context) => throw new InvalidOperationException("It is refused.");
    }

    private sealed class Waiting : IConsumer<Endless>
    {
        public Task Consume(ConsumeContext<Endless> context)
        {
            Begun.Release();
            return Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}

public sealed class MemoryDeadLetterTests() : DeadLetterSuite("memory");

public sealed class KafkaDeadLetterTests() : DeadLetterSuite("kafka");
