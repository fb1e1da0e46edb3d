namespace Media.Orchestration.Sweep;
internal sealed class FileSweeper : Microsoft.Extensions.Hosting.BackgroundService { protected override Task ExecuteAsync(CancellationToken s) => Task.CompletedTask; }
internal sealed class EventSweeper : Microsoft.Extensions.Hosting.BackgroundService { protected override Task ExecuteAsync(CancellationToken s) => Task.CompletedTask; }
