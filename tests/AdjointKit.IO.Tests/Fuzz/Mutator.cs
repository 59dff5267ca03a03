using System.Buffers.Binary;

namespace AdjointKit.IO.Tests.Fuzz;

/// <summary>Damages files the way transfers, other writers and attackers do. Seeded: a trial can be repeated.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly uint[] Extremes = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 1000, 65000];

    private readonly Random random = new(seed);

    /// <summary>A damaged copy: one to four mutations.</summary>
    public byte[] Mutate(byte[] original)
    {
        var bytes = new List<byte>(original);
        int mutations = random.Next(1, 5);
        for (int mutation = 0; mutation < mutations && bytes.Count > 0; mutation++) MutateOnce(bytes);
        return [.. bytes];
    }

    private void MutateOnce(List<byte> bytes)
    {
        switch (random.Next(9))
        {
            case 0: FlipBits(bytes); break;
            case 1: bytes[Place(bytes)] = (byte)Extremes[random.Next(6)]; break;
            case 2: SetField(bytes, 2); break;
            case 3: SetField(bytes, 4); break;
            case 4: Cut(bytes); break;
            case 5: Insert(bytes); break;
            case 6: Duplicate(bytes); break;
            case 7: Delete(bytes); break;
            default: ChangeDigit(bytes); break;
        }
    }

    /// <summary>A place in the file: the headers at its start and end twice as often as the rest.</summary>
    private int Place(List<byte> bytes) => random.Next(6) switch
    {
        0 or 1 => random.Next(Math.Min(bytes.Count, 128)),
        2 or 3 when bytes.Count > 3840 => 3200 + random.Next(640),
        4 => bytes.Count - 1 - random.Next(Math.Min(bytes.Count, 128)),
        _ => random.Next(bytes.Count),
    };

    private void FlipBits(List<byte> bytes)
    {
        int flips = random.Next(1, 9);
        for (int flip = 0; flip < flips; flip++) bytes[Place(bytes)] ^= (byte)(1 << random.Next(8));
    }

    private void SetField(List<byte> bytes, int width)
    {
        Span<byte> field = stackalloc byte[4];
        uint value = Extremes[random.Next(Extremes.Length)];
        bool big = random.Next(2) == 0;
        if (width == 2 && big) BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)value);
        else if (width == 2) BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
        else if (big) BinaryPrimitives.WriteUInt32BigEndian(field, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(field, value);
        int place = Place(bytes) & ~1;
        for (int i = 0; i < width && place + i < bytes.Count; i++) bytes[place + i] = field[i];
    }

    private void Cut(List<byte> bytes)
    {
        int keep = random.Next(3) == 0 ? Place(bytes) : random.Next(bytes.Count);
        bytes.RemoveRange(keep, bytes.Count - keep);
    }

    private void Insert(List<byte> bytes)
    {
        var piece = new byte[random.Next(1, 300)];
        random.NextBytes(piece);
        if (random.Next(2) == 0) Array.Clear(piece);
        bytes.InsertRange(Place(bytes), piece);
    }

    private void Duplicate(List<byte> bytes)
    {
        int from = Place(bytes);
        int length = Math.Min(random.Next(1, 1000), bytes.Count - from);
        bytes.InsertRange(Place(bytes), bytes.GetRange(from, length));
    }

    private void Delete(List<byte> bytes)
    {
        int from = Place(bytes);
        bytes.RemoveRange(from, Math.Min(random.Next(1, 300), bytes.Count - from));
    }

    /// <summary>Numbers in text: another digit, or many more of them.</summary>
    private void ChangeDigit(List<byte> bytes)
    {
        int start = random.Next(Math.Min(bytes.Count, 256));
        int digit = bytes.FindIndex(start, value => value is >= (byte)'0' and <= (byte)'9');
        if (digit < 0) return;
        bytes[digit] = (byte)('0' + random.Next(10));
        if (random.Next(2) == 0) bytes.InsertRange(digit, Enumerable.Repeat((byte)('0' + random.Next(10)), random.Next(1, 25)));
    }
}
