namespace AdjointKit.Kernels.Indexing;

/// <summary>Whole numbers in the order of real ones: 0 and -0 alike, NaN above all, also where the order is turned round.</summary>
internal static unsafe class SortKeys
{
    internal static void Of(double* x, nint step, int count, bool descending, ulong* keys)
    {
        for (int k = 0; k < count; k++)
        {
            double number = x[k * step];
            ulong bits = BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : number);
            ulong ordered = (long)bits < 0 ? ~bits : bits ^ (1UL << 63);
            keys[k] = double.IsNaN(number) ? ulong.MaxValue : descending ? ~ordered : ordered;
        }
    }

    internal static void Of(float* x, nint step, int count, bool descending, uint* keys)
    {
        for (int k = 0; k < count; k++)
        {
            float number = x[k * step];
            uint bits = BitConverter.SingleToUInt32Bits(number == 0 ? 0 : number);
            uint ordered = (int)bits < 0 ? ~bits : bits ^ (1U << 31);
            keys[k] = float.IsNaN(number) ? uint.MaxValue : descending ? ~ordered : ordered;
        }
    }

    /// <summary>The number that a key of the turned order stands for.</summary>
    internal static double NumberOf(ulong key) =>
        key == ulong.MaxValue ? double.NaN : BitConverter.UInt64BitsToDouble((long)~key < 0 ? ~key ^ (1UL << 63) : key);

    /// <inheritdoc cref="NumberOf(ulong)"/>
    internal static float NumberOf(uint key) =>
        key == uint.MaxValue ? float.NaN : BitConverter.UInt32BitsToSingle((int)~key < 0 ? ~key ^ (1U << 31) : key);
}
