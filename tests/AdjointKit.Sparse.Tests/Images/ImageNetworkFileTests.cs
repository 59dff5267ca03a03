using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Sparse.Tests.Images;

/// <summary>Networks for images that are written and read again.</summary>
public sealed class ImageNetworkFileTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> All => [.. ImageProblem.Models];

    [Theory]
    [MemberData(nameof(All))]
    public void What_was_written_is_read_with_the_same_bits(string model)
    {
        using ImageNetwork<double> network = ImageProblem.Create<double>(model, compute, 3);
        for (int k = 0; k < network.Parameters.Count; k++)
        {
            NdArray<double> values = network.Parameters[k].As<double>();
            using NdArray<double> moves = compute.Empty<double>(values.Shape);
            new CounterRandom((ulong)k).FillNormal(moves);
            compute.Backend.AddScaled(1e-3, moves, values);
        }

        ImageNetworkFile.Write(folder["n.safetensors"], network, [new("trained", "on squares")]);
        Assert.Equal("on squares", SafetensorsFile.Open(folder["n.safetensors"]).Metadata["trained"]);
        using ImageNetwork<double> again = ImageNetworkFile.Read<double>(folder["n.safetensors"], compute, ImageProblem.Tight<double>());
        Assert.Equal((network.Name, network.Layers), (again.Name, again.Layers));
        using NdArray<double> matrix = ImageProblem.Matrix<double>();
        var a = new BlockSensingOperator<double>(compute, new Shape(1, 8, 8), matrix);
        using NdArray<double> image = ImageProblem.Image<double>(8, 1);
        using NdArray<double> y = compute.Empty<double>(a.Range);
        a.Apply(image.Reshape(1, 8, 8), y);
        using NdArray<double> found = network.Recover(a, y);
        using NdArray<double> foundAgain = again.Recover(a, y);
        Assert.Equal(found.AsReadOnlySpan(), foundAgain.AsReadOnlySpan());
        Assert.Contains(found.AsReadOnlySpan().ToArray(), value => Math.Abs(value) > 0.1);

        // In single precision, too.
        using ImageNetwork<float> single = ImageNetworkFile.Read<float>(folder["n.safetensors"], compute);
        Assert.Equal(network.Parameters.ElementCount, single.Parameters.ElementCount);
    }

    [Fact]
    public void A_primal_dual_network_for_complex_data_comes_back_as_one()
    {
        using ImageNetwork<float> network = ImageProblem.Create<float>("learned-primal-dual", compute, 2, hasComplexData: true);
        ImageNetworkFile.Write(folder["n.safetensors"], network);
        using ImageNetwork<float> again = ImageNetworkFile.Read<float>(folder["n.safetensors"], compute);
        Assert.Equal(network.Parameters.ElementCount, again.Parameters.ElementCount);
    }

    [Theory]
    [InlineData("model", "magic", "there is no network for images `magic`")]
    [InlineData("layers", "999", "claims 999 layers of 10 channels")]
    [InlineData("channels", "1024", "claims 3 layers of 1024 channels")]
    [InlineData("channels", "1e9", "not a number from 8 to 1024")]
    [InlineData("channels", "8.5", "no whole number")]
    [InlineData("layers", "2", "the model has no parameter")]
    [InlineData("format", "other", "its texts do not name a model")]
    public void Files_that_claim_something_else_are_refused(string key, string value, string sentence)
    {
        using ImageNetwork<float> network = ImageProblem.Create<float>("ista-net", compute, 3);
        var texts = new Dictionary<string, string> { ["format"] = "adjointkit-image-network", ["model"] = network.Name, ["layers"] = network.Layers.ToString(CultureInfo.InvariantCulture), ["channels"] = "10" };
        SafetensorsFile.Write(folder["n.safetensors"], network.Parameters, [.. texts]);
        ImageNetworkFile.Read<float>(folder["n.safetensors"], compute).Dispose();
        texts[key] = value;
        SafetensorsFile.Write(folder["n.safetensors"], network.Parameters, [.. texts]);
        Refuses(sentence);
    }

    [Fact]
    public void Damaged_ones_are_refused()
    {
        using ImageNetwork<float> network = ImageProblem.Create<float>("ista-net", compute, 2);
        ImageNetworkFile.Write(folder["n.safetensors"], network);
        byte[] whole = File.ReadAllBytes(folder["n.safetensors"]);
        whole[^2] ^= 1;
        File.WriteAllBytes(folder["n.safetensors"], whole);
        Refuses("some bytes changed");
        File.WriteAllBytes(folder["n.safetensors"], whole[..^3]);
        Refuses("n.safetensors");
    }

    public void Dispose()
    {
        folder.Dispose();
        compute.Dispose();
    }

    private void Refuses(string sentence) => Assert.Contains(sentence, Assert.Throws<FileFormatException>(() => ImageNetworkFile.Read<float>(folder["n.safetensors"], compute)).Message, StringComparison.Ordinal);
}
