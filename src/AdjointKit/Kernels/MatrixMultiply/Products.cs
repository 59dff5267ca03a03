using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// Products of matrices of real or complex numbers. An element is summed in the order of <see cref="InnerBlocks"/> whatever the size of the product, the
/// register width, the number of threads and the place where the operands lie. May be used from several threads.
/// </summary>
internal abstract class Products<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The registers that are widest on this processor, in bits.</summary>
    internal static int BestWidth => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;

    /// <summary>Products on registers of 512 or 256 bits, or one number at a time (0).</summary>
    internal static Products<T> Create(int bits) => (typeof(T) == typeof(float), bits) switch
    {
        (true, 512) => (Products<T>)(object)new LaneProducts<Single512, Vector512<float>, float>(),
        (true, 256) => (Products<T>)(object)new LaneProducts<Single256, Vector256<float>, float>(),
        (false, 512) => (Products<T>)(object)new LaneProducts<Double512, Vector512<double>, double>(),
        (false, 256) => (Products<T>)(object)new LaneProducts<Double256, Vector256<double>, double>(),
        _ => new LaneProducts<ScalarLane<T>, T, T>(),
    };

    /// <summary>Computes all products of a batch.</summary>
    internal abstract void Run(in Product<T> product, ThreadTeam team);

    /// <summary>The same, where many elements of A may be 0: they are left out if that pays, so that what is not finite in B meets no zero of A.</summary>
    internal abstract void RunSparse(in Product<T> product, ThreadTeam team);
}
