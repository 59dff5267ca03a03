using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Picks the kernel that was compiled for a size of tile.</summary>
internal static unsafe class TileKernels<TOps, TVector, T>
    where TOps : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    internal static void Run(int rows, bool wide, TileRun<T>* run)
    {
        if (run->Packed != null) RunPackingWide(rows, run);
        else if (wide) RunWide(rows, run);
        else RunNarrow(rows, run);
    }

    private static void RunWide(int rows, TileRun<T>* run)
    {
        switch (rows)
        {
            case 1: TileKernel<TOps, TVector, T, Wide<TileShapes.One>>.Run(run); break;
            case 2: TileKernel<TOps, TVector, T, Wide<TileShapes.Two>>.Run(run); break;
            case 3: TileKernel<TOps, TVector, T, Wide<TileShapes.Three>>.Run(run); break;
            case 4: TileKernel<TOps, TVector, T, Wide<TileShapes.Four>>.Run(run); break;
            case 5: TileKernel<TOps, TVector, T, Wide<TileShapes.Five>>.Run(run); break;
            case 6: TileKernel<TOps, TVector, T, Wide<TileShapes.Six>>.Run(run); break;
            case 7: TileKernel<TOps, TVector, T, Wide<TileShapes.Seven>>.Run(run); break;
            case 8: TileKernel<TOps, TVector, T, Wide<TileShapes.Eight>>.Run(run); break;
            case 9: TileKernel<TOps, TVector, T, Wide<TileShapes.Nine>>.Run(run); break;
            case 10: TileKernel<TOps, TVector, T, Wide<TileShapes.Ten>>.Run(run); break;
            case 11: TileKernel<TOps, TVector, T, Wide<TileShapes.Eleven>>.Run(run); break;
            case 12: TileKernel<TOps, TVector, T, Wide<TileShapes.Twelve>>.Run(run); break;
            case 13: TileKernel<TOps, TVector, T, Wide<TileShapes.Thirteen>>.Run(run); break;
            default: TileKernel<TOps, TVector, T, Wide<TileShapes.Fourteen>>.Run(run); break;
        }
    }

    private static void RunPackingWide(int rows, TileRun<T>* run)
    {
        switch (rows)
        {
            case 1: TileKernel<TOps, TVector, T, PackingWide<TileShapes.One>>.Run(run); break;
            case 2: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Two>>.Run(run); break;
            case 3: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Three>>.Run(run); break;
            case 4: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Four>>.Run(run); break;
            case 5: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Five>>.Run(run); break;
            case 6: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Six>>.Run(run); break;
            case 7: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Seven>>.Run(run); break;
            case 8: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Eight>>.Run(run); break;
            case 9: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Nine>>.Run(run); break;
            case 10: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Ten>>.Run(run); break;
            case 11: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Eleven>>.Run(run); break;
            case 12: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Twelve>>.Run(run); break;
            case 13: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Thirteen>>.Run(run); break;
            default: TileKernel<TOps, TVector, T, PackingWide<TileShapes.Fourteen>>.Run(run); break;
        }
    }

    private static void RunNarrow(int rows, TileRun<T>* run)
    {
        switch (rows)
        {
            case 1: TileKernel<TOps, TVector, T, Narrow<TileShapes.One>>.Run(run); break;
            case 2: TileKernel<TOps, TVector, T, Narrow<TileShapes.Two>>.Run(run); break;
            case 3: TileKernel<TOps, TVector, T, Narrow<TileShapes.Three>>.Run(run); break;
            case 4: TileKernel<TOps, TVector, T, Narrow<TileShapes.Four>>.Run(run); break;
            case 5: TileKernel<TOps, TVector, T, Narrow<TileShapes.Five>>.Run(run); break;
            case 6: TileKernel<TOps, TVector, T, Narrow<TileShapes.Six>>.Run(run); break;
            case 7: TileKernel<TOps, TVector, T, Narrow<TileShapes.Seven>>.Run(run); break;
            case 8: TileKernel<TOps, TVector, T, Narrow<TileShapes.Eight>>.Run(run); break;
            case 9: TileKernel<TOps, TVector, T, Narrow<TileShapes.Nine>>.Run(run); break;
            case 10: TileKernel<TOps, TVector, T, Narrow<TileShapes.Ten>>.Run(run); break;
            case 11: TileKernel<TOps, TVector, T, Narrow<TileShapes.Eleven>>.Run(run); break;
            case 12: TileKernel<TOps, TVector, T, Narrow<TileShapes.Twelve>>.Run(run); break;
            case 13: TileKernel<TOps, TVector, T, Narrow<TileShapes.Thirteen>>.Run(run); break;
            default: TileKernel<TOps, TVector, T, Narrow<TileShapes.Fourteen>>.Run(run); break;
        }
    }
}
