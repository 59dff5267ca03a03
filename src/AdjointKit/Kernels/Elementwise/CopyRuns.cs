namespace AdjointKit.Kernels.Elementwise;

/// <summary>Copies of one run of elements: as bytes where they lie side by side, and one element again and again where it is broadcast.</summary>
internal static unsafe class CopyRuns
{
    internal static void Run<T>(Row* row)
        where T : unmanaged
    {
        T* into = (T*)row->Into;
        T* x = (T*)row->A;
        if (row->StepInto == 1 && row->StepA == 1)
        {
            Buffer.MemoryCopy(x, into, row->Count * sizeof(T), row->Count * sizeof(T));
            return;
        }

        if (row->StepInto == 1 && row->StepA == 0 && row->Count <= int.MaxValue)
        {
            new Span<T>(into, (int)row->Count).Fill(*x);
            return;
        }

        for (nint i = 0; i < row->Count; i++) into[i * row->StepInto] = x[i * row->StepA];
    }
}
