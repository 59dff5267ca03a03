namespace AdjointKit.Devices.Drivers.OpenCl;

/// <summary>
/// Pinned memory between host and device: two pieces that take turns, so that the host fills one while the device empties the other. Guarded by the driver's lock.
/// </summary>
internal sealed unsafe class OpenClStaging : IDisposable
{
    private const int Pieces = 2;
    private const nint PieceBytes = 4 << 20;
    private const ulong MemoryReadWrite = 1;
    private const ulong AllocateOnHost = 1 << 4;
    private const ulong MapReadWrite = 3;

    private readonly OpenClLibrary library;
    private readonly nint queue;
    private readonly Action<int, string> check;
    private readonly nint[] buffers = new nint[Pieces];
    private readonly nint[] pinned = new nint[Pieces];
    private readonly nint[] busy = new nint[Pieces];
    private int next;

    internal OpenClStaging(OpenClLibrary library, nint context, nint queue, Action<int, string> check)
    {
        this.library = library;
        this.queue = queue;
        this.check = check;
        for (int piece = 0; piece < Pieces; piece++)
        {
            int code;
            buffers[piece] = library.CreateBuffer(context, MemoryReadWrite | AllocateOnHost, (nuint)PieceBytes, null, &code);
            check(code, "pin memory of the host");
            pinned[piece] = (nint)library.EnqueueMapBuffer(queue, buffers[piece], 1, MapReadWrite, 0, (nuint)PieceBytes, 0, null, null, &code);
            check(code, "pin memory of the host");
        }
    }

    /// <summary>Copies host memory to device memory; the host memory is free again when the call returns.</summary>
    internal void Write(nint memory, nint offset, void* host, nint bytes)
    {
        for (nint done = 0; done < bytes; done += PieceBytes)
        {
            nint length = Math.Min(PieceBytes, bytes - done);
            int piece = TakePiece();
            Buffer.MemoryCopy((byte*)host + done, (void*)pinned[piece], PieceBytes, length);
            nint mark;
            check(library.EnqueueWriteBuffer(queue, memory, 0, (nuint)(offset + done), (nuint)length, (void*)pinned[piece], 0, null, &mark), "take data from the host");
            busy[piece] = mark;
            _ = library.Flush(queue);
        }
    }

    /// <summary>Copies device memory to host memory: while one piece arrives, the one before is copied on.</summary>
    internal void Read(nint memory, nint offset, void* host, nint bytes)
    {
        nint waiting = -1;
        int waitingPiece = 0;
        for (nint done = 0; done < bytes; done += PieceBytes)
        {
            nint length = Math.Min(PieceBytes, bytes - done);
            int piece = TakePiece();
            nint mark;
            check(library.EnqueueReadBuffer(queue, memory, 0, (nuint)(offset + done), (nuint)length, (void*)pinned[piece], 0, null, &mark), "give data to the host");
            busy[piece] = mark;
            _ = library.Flush(queue);
            if (waiting >= 0) CopyOn(waitingPiece, (byte*)host + waiting, PieceBytes);
            waiting = done;
            waitingPiece = piece;
        }

        if (waiting >= 0) CopyOn(waitingPiece, (byte*)host + waiting, bytes - waiting);
    }

    public void Dispose()
    {
        foreach (nint mark in busy)
        {
            if (mark != 0) _ = library.ReleaseEvent(mark);
        }

        foreach (nint buffer in buffers) _ = library.ReleaseMemObject(buffer);
    }

    private void CopyOn(int piece, byte* host, nint length)
    {
        Wait(piece);
        Buffer.MemoryCopy((void*)pinned[piece], host, length, length);
    }

    private int TakePiece()
    {
        int piece = next;
        next = (next + 1) % Pieces;
        Wait(piece);
        return piece;
    }

    private void Wait(int piece)
    {
        nint mark = busy[piece];
        if (mark == 0) return;
        busy[piece] = 0;
        int code = library.WaitForEvents(1, &mark);
        _ = library.ReleaseEvent(mark);
        check(code, "finish a copy");
    }
}
