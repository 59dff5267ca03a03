using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Nn;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>SHA-256 over the parameters of a network by name, as a text in its file: weights of which a byte changed are not taken.</summary>
internal static class WeightsDigest
{
    private const string Key = "weights";

    internal static KeyValuePair<string, string> Of<T>(ParameterSet parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Key, Of(parameters.Names, name =>
        {
            using NdArray<T> weights = parameters.Compute.ToHost(parameters.Get<T>(name));
            return InputDigest.Of(weights);
        }));

    /// <summary>Reads the parameters, all of them, and refuses what is damaged. Files without a digest are of an older writer.</summary>
    internal static void Read<T>(SafetensorsFile file, ParameterSet parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        file.ReadInto(parameters);
        foreach (string name in parameters.Names)
        {
            double largest = parameters.Compute.Backend.MaxAbs(parameters.Get<T>(name));
            if (!double.IsFinite(largest)) throw new FileFormatException(file.Path, 0, $"the weights {name} hold values that are no finite numbers", "the file is damaged: train the network again");
        }

        if (!file.Metadata.TryGetValue(Key, out string? digest) || digest == Of(parameters.Names, name => Of(file, name))) return;
        throw new FileFormatException(file.Path, 0, "the weights are not those that were written: some bytes changed", "the file is damaged: copy or train it again");
    }

    private static string Of(SafetensorsFile file, string name)
    {
        using AnyArray stored = file.Read(name);
        return stored.ElementType == ElementType.Float64 ? InputDigest.Of(stored.View<double>()) : InputDigest.Of(stored.View<float>());
    }

    private static string Of(IReadOnlyList<string> names, Func<string, string> each) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => $"{name} {each(name)}\n")))));
}
