using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Sparse;
using AdjointKit.TestKit;
using Xunit;

// As a user's code, it stands outside the library's namespaces.
namespace AdjointKit.ReadmeExamples;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_compiled_code() => ReadmeExample.RequireCode("solvers/AdjointKit.Sparse/README.md", "tests/AdjointKit.Sparse.Tests/ReadmeTests.cs");

    [Fact]
    [Trait("Category", "Slow")]
    public void The_packages_example_trains_a_network()
    {
        // A random matrix of 50 x 100 numbers with columns of norm 1.
        using var compute = new Compute();
        using NdArray<float> matrix = NdArray.Empty<float>(new Shape(50, 100));
        new CounterRandom(Seed: 1).FillNormal(matrix);
        compute.Backend.Affine(1 / Math.Sqrt(50), matrix, 0, matrix);
        using var dictionary = new Dictionary<float>(matrix, compute);

        // ALISTA of 8 layers: 16 numbers to learn, from fresh random signals.
        using StepLista<float> network = StepLista<float>.Alista(dictionary, layers: 8, new SupportSelection());
        using var trainer = new NetworkTrainer<float>(network, TrainingRecipe.FastWithin(steps: 2000), snr: 40, seed: 0);
        trainer.Run();

        // How far it is from signals that it has not seen, after each layer.
        using var fresh = new SparseSignals<float>(dictionary, samples: 1000, seed: 1, snr: 40);
        fresh.Fill(0);
        IReadOnlyList<LayerError> errors = NetworkEvaluation.Of(network, fresh, out NdArray<float> found);
        NetworkFile.Write("weights.safetensors", network);

        Assert.Equal(9, errors.Count);
        Assert.True(errors[8].Error.Nmse < -8, $"{errors[8]}");
        found.Dispose();
        using UnrolledNetwork<float> again = NetworkFile.Read("weights.safetensors", dictionary);
        using NdArray<float> recovered = again.Recover(fresh.Y);
        Assert.Equal(errors[8].Error, RecoveryError.Of(recovered, fresh.X));
        File.Delete("weights.safetensors");
    }
}
