namespace AdjointKit.Kernels.Factorizations;

/// <summary>Sorts numbers and says where each one stood.</summary>
internal static unsafe class Order
{
    internal static void Sort(double* values, nint count, bool descending, nint* order)
    {
        for (nint k = 0; k < count; k++) order[k] = k;
        var keys = new Span<double>(values, checked((int)count));
        var items = new Span<nint>(order, (int)count);
        keys.Sort(items);
        if (!descending) return;
        keys.Reverse();
        items.Reverse();
    }
}
