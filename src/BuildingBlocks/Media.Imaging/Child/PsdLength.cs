using System.Buffers.Binary;

namespace Media.Imaging.Child;

/// <summary>
/// Whether a PSD is as long as it says. ImageMagick shows one that was cut in half as a picture half grey, without a word.
/// (Adobe Photoshop File Formats Specification: header, three sections with their lengths, merged image.)
/// </summary>
internal static class PsdLength
{
    private const int HeaderBytes = 26;
    private const int MostChannels = 56;
    private const int MostRows = 30_000;

    public static bool IsWhole(Stream file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return false;
        }

        var channels = BinaryPrimitives.ReadUInt16BigEndian(header[12..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[14..]);
        var width = BinaryPrimitives.ReadUInt32BigEndian(header[18..]);
        var depth = BinaryPrimitives.ReadUInt16BigEndian(header[22..]);
        if (channels > MostChannels || height > MostRows)
        {
            return false;
        }

        // Colour table, resources, layers.
        for (var section = 0; section < 3; section++)
        {
            if (Number(file, 4) is not { } length || length > file.Length - file.Position)
            {
                return false;
            }

            file.Position += length;
        }

        var rows = (long)channels * height;
        return Number(file, 2) switch
        {
            0 => file.Length - file.Position >= rows * (((width * (long)depth) + 7) / 8),
            1 => RowsFit(file, rows),
            // Deflated: how long it must be only inflating would tell. Absent: no merged image.
            null => false,
            _ => true,
        };
    }

    // A table with each packed row's length, then the rows.
    private static bool RowsFit(Stream file, long rows)
    {
        if (rows * 2 > file.Length - file.Position)
        {
            return false;
        }

        var table = new byte[rows * 2];
        file.ReadExactly(table);
        var need = 0L;
        for (var i = 0; i < table.Length; i += 2)
        {
            need += BinaryPrimitives.ReadUInt16BigEndian(table.AsSpan(i));
        }

        return need <= file.Length - file.Position;
    }

    private static long? Number(Stream file, int bytes)
    {
        Span<byte> number = stackalloc byte[4];
        number.Clear();
        return file.ReadAtLeast(number[(4 - bytes)..], bytes, throwOnEndOfStream: false) == bytes
            ? BinaryPrimitives.ReadUInt32BigEndian(number)
            : null;
    }
}
