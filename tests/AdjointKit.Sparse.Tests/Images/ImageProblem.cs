using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;

namespace AdjointKit.Sparse.Tests.Images;

/// <summary>Small images, blocks of 4 x 4 pixels measured by 8 numbers each, and the networks for them.</summary>
internal static class ImageProblem
{
    internal const int Block = 4;
    internal const int Samples = 8;

    /// <summary>The models, as <see cref="Create"/> names them.</summary>
    internal static readonly string[] Models = ["ista-net", "admm-net", "convolutional-lista", "learned-primal-dual", "equilibrium"];

    /// <summary>A matrix whose rows are orthonormal: those of a Hadamard matrix, in another order.</summary>
    internal static NdArray<T> Matrix<T>()
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        NdArray.Fill<T>(Samples, Block * Block, (row, column) => T.CreateChecked(int.IsEvenInteger(System.Numerics.BitOperations.PopCount((uint)(((row * 5) % 16) & column))) ? 0.25 : -0.25));

    /// <summary>An image of rectangles between 0 and 1.</summary>
    internal static NdArray<T> Image<T>(int side, ulong seed)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new CounterRandom(seed, 5);
        NdArray<T> image = NdArray.Fill<T>(side, side, (_, _) => T.CreateChecked(random.Uniform(0)));
        for (ulong k = 1; k < 60; k += 6)
        {
            (int top, int left) = ((int)random.Integer(k, 0, side), (int)random.Integer(k + 1, 0, side));
            (int bottom, int right) = (Math.Min(side, top + 2 + (int)random.Integer(k + 2, 0, side / 2)), Math.Min(side, left + 2 + (int)random.Integer(k + 3, 0, side / 2)));
            T value = T.CreateChecked(random.Uniform(k + 4));
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++) image[row, column] = value;
            }
        }

        return image;
    }

    /// <summary>A small network, untrained.</summary>
    internal static ImageNetwork<T> Create<T>(string model, Compute compute, int layers, bool hasComplexData = false)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => model switch
        {
            "ista-net" => new IstaNetwork<T>(compute, layers, channels: 10, step: 0.9, weight: 0.02, seed: 3),
            "admm-net" => new AdmmNetwork<T>(compute, layers, channels: 6, penalty: 1.3, step: 0.35, weight: 0.02, seed: 3),
            "convolutional-lista" => new ConvolutionalLista<T>(compute, layers, taps: 3, step: 0.9, weight: 0.02),
            "learned-primal-dual" => new LearnedPrimalDual<T>(compute, layers, hasComplexData, channels: 13, seed: 3),
            "equilibrium" => new EquilibriumNetwork<T>(compute, channels: 9, step: 0.9, weight: 0.02, damping: 0.3, Tight<T>(), seed: 3),
            _ => throw new ArgumentOutOfRangeException(nameof(model), model, "there is no such model here"),
        };

    /// <summary>As far as the precision goes, or as training asks.</summary>
    internal static FixedPointOptions Tight<T>()
    {
        bool isDouble = typeof(T) == typeof(double);
        return new FixedPointOptions { AndersonDepth = 5, Stopping = Until(isDouble ? 3e-15 : 1e-4), LinearSolver = new LinearOptions { Stopping = Until(isDouble ? 1e-13 : 1e-4) } };

        static StoppingRule Until(double tolerance) => new() { RelativeTolerance = tolerance, IterationLimit = 2000 };
    }
}
