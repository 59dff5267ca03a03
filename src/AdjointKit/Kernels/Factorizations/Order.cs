namespace AdjointKit.Kernels.Factorizations;

/// <summary>The order of numbers by size; equal ones stay as they stand.</summary>
internal static unsafe class Order
{
    internal static void Of(double* values, nint count, bool descending, nint* order)
    {
        for (nint k = 0; k < count; k++) order[k] = k;
        MemoryExtensions.Sort(new Span<nint>(order, checked((int)count)), new BySize((nint)values, descending));
    }

    private readonly struct BySize(nint values, bool descending) : IComparer<nint>
    {
        public int Compare(nint left, nint right)
        {
            double* at = (double*)values;
            int compared = descending ? at[right].CompareTo(at[left]) : at[left].CompareTo(at[right]);
            return compared != 0 ? compared : left.CompareTo(right);
        }
    }
}
