namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>
/// Pinned memory between host and device: two pieces that take turns, so that the host fills one while the device empties the other. Small writes share a
/// piece, so that many of them do not wait for each other. Guarded by the driver's lock.
/// </summary>
internal sealed unsafe class CudaStaging : IDisposable
{
    private const int Pieces = 2;
    private const nint PieceBytes = 4 << 20;
    private const nint Alignment = 64;
    private const uint UntimedEvent = 2;

    private readonly CudaLibrary library;
    private readonly nint stream;
    private readonly Action<int, string> check;
    private readonly nint[] pinned = new nint[Pieces];
    private readonly nint[] emptied = new nint[Pieces];
    private int current;
    private nint filled;

    /// <summary>Pins the memory.</summary>
    /// <param name="library">The functions; the context is current.</param>
    /// <param name="stream">The stream that all copies go through.</param>
    /// <param name="check">Throws for an error code, with what could not be done.</param>
    internal CudaStaging(CudaLibrary library, nint stream, Action<int, string> check)
    {
        this.library = library;
        this.stream = stream;
        this.check = check;
        for (int piece = 0; piece < Pieces; piece++)
        {
            nint memory;
            check(library.HostAllocate(&memory, (nuint)PieceBytes, 0), "pin memory of the host");
            pinned[piece] = memory;
            nint mark;
            check(library.EventCreate(&mark, UntimedEvent), "make an event");
            emptied[piece] = mark;
        }
    }

    /// <summary>Copies host memory to device memory; the host memory is free again when the call returns.</summary>
    internal void Write(nint memory, void* host, nint bytes)
    {
        for (nint done = 0; done < bytes;)
        {
            if (filled >= PieceBytes) TakeNextPiece();
            nint length = Math.Min(PieceBytes - filled, bytes - done);
            byte* place = (byte*)pinned[current] + filled;
            Buffer.MemoryCopy((byte*)host + done, place, length, length);
            check(library.CopyToDevice(memory + done, place, (nuint)length, stream), "take data from the host");
            MarkPiece();
            filled = (filled + length + Alignment - 1) / Alignment * Alignment;
            done += length;
        }
    }

    /// <summary>Copies device memory to host memory: while one piece arrives, the one before is copied on.</summary>
    internal void Read(nint memory, void* host, nint bytes)
    {
        nint arriving = 0;
        for (nint done = 0; done < bytes; done += PieceBytes)
        {
            nint length = Math.Min(PieceBytes, bytes - done);
            int before = current;
            TakeNextPiece();
            filled = PieceBytes;
            check(library.CopyToHost((void*)pinned[current], memory + done, (nuint)length, stream), "give data to the host");
            MarkPiece();
            if (done > 0) CopyOn(before, (byte*)host + arriving, PieceBytes);
            arriving = done;
        }

        CopyOn(current, (byte*)host + arriving, bytes - arriving);
    }

    public void Dispose()
    {
        foreach (nint mark in emptied) _ = library.EventDestroy(mark);
        foreach (nint memory in pinned) _ = library.HostFree(memory);
    }

    private void CopyOn(int piece, byte* host, nint length)
    {
        check(library.EventSynchronize(emptied[piece]), "finish a copy");
        Buffer.MemoryCopy((void*)pinned[piece], host, length, length);
    }

    private void TakeNextPiece()
    {
        current = (current + 1) % Pieces;
        check(library.EventSynchronize(emptied[current]), "finish a copy");
        filled = 0;
    }

    private void MarkPiece() => check(library.EventRecord(emptied[current], stream), "mark a copy");
}
