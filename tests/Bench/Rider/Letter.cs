using System.Text;
using System.Text.Json;
using MassTransit.Serialization;

namespace Media.Bench.Rider;

/// <summary>A message of 1 KiB as it travels. Public, since what is not stays in its process.</summary>
public sealed record Letter(Guid FileId, string Text);

/// <summary>Letters that do not compress to nothing, as ready records and as the bytes that they are on the wire.</summary>
internal static class Letters
{
    private const int Different = 4096;
    private const int Bytes = 1024;

    private static readonly Letter[] All = Made(new Random(1));
    private static readonly byte[][] Bodies = [.. All.Select(l => JsonSerializer.SerializeToUtf8Bytes(l, SystemTextJsonMessageSerializer.Options))];
    private static readonly byte[][] Keys = [.. All.Select(l => Encoding.ASCII.GetBytes(l.FileId.ToString()))];

    public static Letter At(int number) => All[number % Different];

    public static byte[] BodyAt(int number) => Bodies[number % Different];

    public static byte[] KeyAt(int number) => Keys[number % Different];

    private static Letter[] Made(Random random)
    {
        var empty = JsonSerializer.SerializeToUtf8Bytes(new Letter(Guid.Empty, ""), SystemTextJsonMessageSerializer.Options).Length;
        var letters = new Letter[Different];
        var id = new byte[16];
        for (var i = 0; i < Different; i++)
        {
            random.NextBytes(id);
            letters[i] = new Letter(new Guid(id), string.Create(Bytes - empty, random, static (text, dice) =>
            {
                foreach (ref var letter in text)
                {
                    letter = (char)('a' + dice.Next(26));
                }
            }));
        }

        return letters;
    }
}
