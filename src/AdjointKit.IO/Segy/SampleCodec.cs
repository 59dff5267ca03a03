using System.Buffers.Binary;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>Turns the samples of a trace from the bytes of a file into numbers and back. Each call gives the index of the first sample that does not fit, or -1.</summary>
internal static unsafe class SampleCodec
{
    private const int Block = 1024;
    private const int WidestElement = 8;

    /// <summary>Decodes to any element type; <paramref name="target"/> has room for <paramref name="count"/> elements.</summary>
    public static nint Decode(byte* raw, SegySampleFormat format, bool bigEndian, byte* target, ElementType type, nint count)
    {
        ElementType native = format == SegySampleFormat.IbmFloat32 && type != ElementType.Float32 ? ElementType.Float64 : SegySampleFormats.Native(format);
        if (native == type) return DecodeNative(raw, format, bigEndian, target, native, count);
        int width = SegySampleFormats.Width(format);
        int size = ElementTypes.SizeOf(type);
        byte* block = stackalloc byte[Block * WidestElement];
        for (nint start = 0; start < count; start += Block)
        {
            nint length = Math.Min(Block, count - start);
            DecodeNative(raw + (start * width), format, bigEndian, block, native, length);
            nint failed = ElementConversion.Convert(block, native, target + (start * size), type, length);
            if (failed >= 0) return start + failed;
        }

        return -1;
    }

    /// <summary>Encodes from any element type.</summary>
    public static nint Encode(byte* source, ElementType type, byte* raw, SegySampleFormat format, bool bigEndian, nint count)
    {
        ElementType native = format == SegySampleFormat.IbmFloat32 ? ElementType.Float64 : SegySampleFormats.Native(format);
        int width = SegySampleFormats.Width(format);
        int size = ElementTypes.SizeOf(type);
        byte* block = stackalloc byte[Block * WidestElement];
        for (nint start = 0; start < count; start += Block)
        {
            nint length = Math.Min(Block, count - start);
            nint failed = ElementConversion.Convert(source + (start * size), type, block, native, length);
            if (failed < 0) failed = EncodeNative(block, format, bigEndian, raw + (start * width), length);
            if (failed >= 0) return start + failed;
        }

        return -1;
    }

    private static nint DecodeNative(byte* raw, SegySampleFormat format, bool bigEndian, byte* target, ElementType native, nint count)
    {
        switch (format)
        {
            case SegySampleFormat.IbmFloat32:
                return native == ElementType.Float32 ? DecodeIbm((uint*)raw, bigEndian, (float*)target, count) : DecodeIbm((uint*)raw, bigEndian, (double*)target, count);
            case SegySampleFormat.FixedPointGain:
                for (nint i = 0; i < count; i++)
                {
                    uint word = Word((uint*)raw + i, bigEndian);
                    ((double*)target)[i] = Math.ScaleB((short)(word & 0xffff), (int)((word >> 16) & 0xff));
                }

                return -1;
            case SegySampleFormat.Int24 or SegySampleFormat.UInt24:
                int shift = format == SegySampleFormat.Int24 ? 8 : 0;
                for (nint i = 0; i < count; i++)
                {
                    byte* sample = raw + (3 * i);
                    int value = bigEndian ? (sample[0] << 16) | (sample[1] << 8) | sample[2] : (sample[2] << 16) | (sample[1] << 8) | sample[0];
                    ((int*)target)[i] = (value << shift) >> shift;
                }

                return -1;
            default:
                Copy(raw, target, SegySampleFormats.Width(format), bigEndian, count);
                return -1;
        }
    }

    private static nint EncodeNative(byte* source, SegySampleFormat format, bool bigEndian, byte* raw, nint count)
    {
        switch (format)
        {
            case SegySampleFormat.IbmFloat32:
                for (nint i = 0; i < count; i++)
                {
                    if (!IbmFloat.TryFromDouble(((double*)source)[i], out uint bits)) return i;
                    ((uint*)raw)[i] = bigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(bits) : bits;
                }

                return -1;
            case SegySampleFormat.FixedPointGain:
                return 0;
            case SegySampleFormat.Int24 or SegySampleFormat.UInt24:
                (int least, int most) = format == SegySampleFormat.Int24 ? (-(1 << 23), (1 << 23) - 1) : (0, (1 << 24) - 1);
                for (nint i = 0; i < count; i++)
                {
                    // An unsigned value of 2^31 or more is negative here and refused as well.
                    int value = ((int*)source)[i];
                    if (value < least || value > most) return i;
                    byte* sample = raw + (3 * i);
                    sample[bigEndian ? 2 : 0] = (byte)value;
                    sample[1] = (byte)(value >> 8);
                    sample[bigEndian ? 0 : 2] = (byte)(value >> 16);
                }

                return -1;
            default:
                Copy(source, raw, SegySampleFormats.Width(format), bigEndian, count);
                return -1;
        }
    }

    private static uint Word(uint* at, bool bigEndian) => bigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(*at) : *at;

    private static nint DecodeIbm(uint* raw, bool bigEndian, double* target, nint count)
    {
        for (nint i = 0; i < count; i++) target[i] = IbmFloat.ToDouble(Word(raw + i, bigEndian));
        return -1;
    }

    private static nint DecodeIbm(uint* raw, bool bigEndian, float* target, nint count)
    {
        for (nint i = 0; i < count; i++)
        {
            float value = (float)IbmFloat.ToDouble(Word(raw + i, bigEndian));
            if (float.IsInfinity(value)) return i;
            target[i] = value;
        }

        return -1;
    }

    private static void Copy(byte* from, byte* to, int width, bool bigEndian, nint count)
    {
        for (nint start = 0; start < count; start += Block)
        {
            int length = (int)Math.Min(Block, count - start) * width;
            var target = new Span<byte>(to + (start * width), length);
            new ReadOnlySpan<byte>(from + (start * width), length).CopyTo(target);
            if (bigEndian == BitConverter.IsLittleEndian) ElementBytes.Swap(target, width);
        }
    }
}
