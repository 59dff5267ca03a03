using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>Moves elements between a stream and an array, in blocks, in either byte order.</summary>
internal static unsafe class ElementBytes
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Fills a contiguous array from a stream. Gives the number of bytes that were there.</summary>
    public static long Read(Stream stream, AnyArray target, bool bigEndian)
    {
        long bytes = (long)target.Shape.Count * ElementTypes.SizeOf(target.ElementType);
        byte* place = bytes == 0 ? null : target.Pointer;
        long done = 0;
        while (done < bytes)
        {
            Span<byte> block = new(place + done, (int)Math.Min(BlockBytes, bytes - done));
            int got = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            done += got;
            if (got < block.Length) return done;
            if (bigEndian) Swap(block, target.ElementType);
            if (target.ElementType == ElementType.Boolean) MakeBooleans(block);
        }

        return done;
    }

    /// <summary>Writes a contiguous array, little-endian unless said otherwise.</summary>
    public static void Write(Stream stream, AnyArray source, bool bigEndian = false)
    {
        long bytes = (long)source.Shape.Count * ElementTypes.SizeOf(source.ElementType);
        if (bytes == 0) return;
        byte* place = source.Pointer;
        byte[] swapped = bigEndian ? new byte[Math.Min(BlockBytes, bytes)] : [];
        for (long done = 0; done < bytes; done += BlockBytes)
        {
            ReadOnlySpan<byte> block = new(place + done, (int)Math.Min(BlockBytes, bytes - done));
            if (bigEndian)
            {
                block.CopyTo(swapped);
                Span<byte> copy = swapped.AsSpan(0, block.Length);
                Swap(copy, source.ElementType);
                block = copy;
            }

            stream.Write(block);
        }
    }

    /// <summary>Reverses the bytes of every number; a complex number is two.</summary>
    public static void Swap(Span<byte> bytes, ElementType type)
    {
        int width = type switch
        {
            ElementType.Complex64 => 4,
            ElementType.Complex128 => 8,
            _ => ElementTypes.SizeOf(type),
        };
        Swap(bytes, width);
    }

    /// <summary>Reverses the bytes of every number of 1, 2, 4 or 8 bytes.</summary>
    public static void Swap(Span<byte> bytes, int width)
    {
        switch (width)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    /// <summary>A bool of .NET is 0 or 1; a file may hold any byte.</summary>
    private static void MakeBooleans(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
        {
            if (value > 1) value = 1;
        }
    }
}
