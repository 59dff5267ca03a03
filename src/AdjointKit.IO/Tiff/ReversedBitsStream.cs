namespace AdjointKit.IO;

/// <summary>Bytes whose bits lie in the other order (TIFF's fill order 2).</summary>
internal sealed class ReversedBitsStream(Stream packed) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int count = packed.Read(buffer);
        foreach (ref byte value in buffer[..count])
        {
            int pairs = ((value & 0x55) << 1) | ((value >> 1) & 0x55);
            int quads = ((pairs & 0x33) << 2) | ((pairs >> 2) & 0x33);
            value = (byte)((quads << 4) | (quads >> 4));
        }

        return count;
    }
}
