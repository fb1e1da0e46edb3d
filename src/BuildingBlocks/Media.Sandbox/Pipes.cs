using System.Buffers;
using System.Text;
using CliWrap;

namespace Media.Sandbox;

/// <summary>What a child writes to its pipes: bounded, and always read to the end, or a full pipe would hold the child up.</summary>
internal sealed class Pipes(int mostOutput, Action overflow)
{
    private const int MostErrors = 16 * 1024;

    private readonly Kept output = new(mostOutput);
    private readonly Kept errors = new(MostErrors);

    public PipeTarget Output => PipeTarget.Create((pipe, stop) => Read(pipe, output, overflow, stop));

    public PipeTarget Errors => PipeTarget.Create((pipe, stop) => Read(pipe, errors, () => { }, stop));

    public byte[] OutputBytes() => output.Bytes();

    public string ErrorText() => Encoding.UTF8.GetString(errors.Bytes());

    private static async Task Read(Stream pipe, Kept kept, Action overflow, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        while (await pipe.ReadAsync(buffer, stop) is var count and > 0)
        {
            if (!kept.Add(buffer.AsSpan(0, count)))
            {
                overflow();
            }
        }
    }

    /// <summary>Bytes up to a limit; looked at while they still come, if a pipe outlives its child.</summary>
    private sealed class Kept(int most)
    {
        private readonly ArrayBufferWriter<byte> bytes = new();
        private readonly Lock gate = new();

        public bool Add(ReadOnlySpan<byte> more)
        {
            lock (gate)
            {
                var room = most - bytes.WrittenCount;
                bytes.Write(more[..Math.Min(more.Length, room)]);
                return more.Length <= room;
            }
        }

        public byte[] Bytes()
        {
            lock (gate)
            {
                return bytes.WrittenSpan.ToArray();
            }
        }
    }
}
