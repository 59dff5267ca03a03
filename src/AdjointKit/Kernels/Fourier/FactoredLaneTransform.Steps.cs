namespace AdjointKit.Kernels.Fourier;

/// <content>The steps of a transform: one in the scratch, the first one from an array, the last one to an array.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    private static int PointStep => LaneComplex<TOps, TVector, T>.Step;

    /// <summary>All butterflies of some blocks, in place.</summary>
    private static void Combine<TButterfly>(T* block, int blocks, nint distance, int legs, T* twiddles)
        where TButterfly : struct, IButterfly
    {
        nint leg = (nint)legs * PointStep;
        for (int i = 0; i < blocks; i++)
        {
            var first = new Scratch(block, leg);
            TButterfly.Transform(first, first);
            for (int k = 1; k < legs; k++)
            {
                T* p = block + ((nint)k * PointStep);
                TButterfly.Transform(new Turned(p, leg, twiddles + ((nint)k * 2 * (TButterfly.Points - 1))), new Scratch(p, leg));
            }

            block += distance;
        }
    }
}
