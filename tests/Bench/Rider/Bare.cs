using Confluent.Kafka;
using Media.Messaging.Kafka;

namespace Media.Bench.Rider;

/// <summary>The client alone: a loop that produces what the client's buffer takes, and a loop that consumes and stores offsets.</summary>
internal sealed class Bare : IContender
{
    private static readonly TimeSpan RoomAgain = TimeSpan.FromMilliseconds(1);

    public string Name => "bare loop";

    public Task<ISpeaker> Speak(KafkaSettings settings, CancellationToken stop) => Task.FromResult<ISpeaker>(new Speaker(settings));

    public Task<IAsyncDisposable> Hear(KafkaSettings settings, Action heard, CancellationToken stop) =>
        Task.FromResult<IAsyncDisposable>(new Listener(settings, heard));

    private sealed class Speaker(KafkaSettings settings) : ISpeaker
    {
        private readonly string _topic = Topics.NameOf(typeof(Letter), settings);
        private readonly IProducer<byte[], byte[]> _producer = new ProducerBuilder<byte[], byte[]>(new KafkaClients(settings).Producer()).SetLogHandler((_, _) => { }).Build();

        public Task Say(int letters, CancellationToken stop) => Task.Run(() => Loop(letters, stop), stop);

        public ValueTask DisposeAsync()
        {
            _producer.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task Loop(int letters, CancellationToken stop)
        {
            var left = letters;
            var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            for (var i = 0; i < letters; i++)
            {
                var message = new Message<byte[], byte[]> { Key = Letters.KeyAt(i), Value = Letters.BodyAt(i) };
                while (!TryProduce(message))
                {
                    stop.ThrowIfCancellationRequested();
                    Thread.Sleep(RoomAgain);
                }
            }

            await all.Task.WaitAsync(stop);

            void Acknowledged(DeliveryReport<byte[], byte[]> report)
            {
                if (report.Error.IsError)
                {
                    all.TrySetException(new KafkaException(report.Error));
                }
                else if (Interlocked.Decrement(ref left) == 0)
                {
                    all.TrySetResult();
                }
            }

            bool TryProduce(Message<byte[], byte[]> message)
            {
                try
                {
                    _producer.Produce(_topic, message, Acknowledged);
                    return true;
                }
                catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    return false;
                }
            }
        }
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _loop;

        public Listener(KafkaSettings settings, Action heard) =>
            _loop = Task.Factory.StartNew(() => Loop(settings, heard, _end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _loop;
            _end.Dispose();
        }

        private static void Loop(KafkaSettings settings, Action heard, CancellationToken end)
        {
            using var consumer = new ConsumerBuilder<byte[], byte[]>(new KafkaClients(settings).Consumer("bench", "bench")).SetLogHandler((_, _) => { }).Build();
            consumer.Subscribe(Topics.NameOf(typeof(Letter), settings));
            while (!end.IsCancellationRequested)
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is { } result)
                {
                    heard();
                    consumer.StoreOffset(result);
                }
            }

            consumer.Close();
        }
    }
}
