using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Nn;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>SHA-256 over the texts of a network's file and its parameters by name, kept as one more text: a file of which a byte changed is not taken.</summary>
internal static class WeightsDigest
{
    private const string Key = "weights";

    /// <summary>The texts, and the digest of these and the parameters.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> With<T>(IReadOnlyList<KeyValuePair<string, string>> texts, ParameterSet parameters)
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        .. texts,
        new(Key, Of(texts, parameters.Names, name =>
        {
            using NdArray<T> weights = parameters.Compute.ToHost(parameters.Get<T>(name));
            return InputDigest.Of(weights);
        })),
    ];

    /// <summary>Reads the parameters, all of them, and refuses what is damaged. Files without a digest are of an older writer.</summary>
    internal static void Read<T>(SafetensorsFile file, ParameterSet parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (SafetensorsEntry entry in file.Arrays)
        {
            if (entry.StoredType is not ("F32" or "F64")) throw new FileFormatException(file.Path, 0, $"the weights {FileTexts.Shown(entry.Name)} are stored as {FileTexts.Shown(entry.StoredType)}, and are written as F32 or F64", "give the file that training wrote");
        }

        file.ReadInto(parameters);
        foreach (string name in parameters.Names)
        {
            double largest = parameters.Compute.Backend.MaxAbs(parameters.Get<T>(name));
            if (!double.IsFinite(largest)) throw new FileFormatException(file.Path, 0, $"the weights {name} hold values that are no finite numbers", "the file is damaged: train the network again");
        }

        if (!file.Metadata.TryGetValue(Key, out string? digest) || digest == Of(file.Metadata.Where(text => text.Key != Key), parameters.Names, name => Of(file, name))) return;
        throw new FileFormatException(file.Path, 0, "the weights, or the texts beside them, are not those that were written: some bytes changed", "the file is damaged: copy or train it again");
    }

    private static string Of(SafetensorsFile file, string name)
    {
        using AnyArray stored = file.Read(name);
        return stored.ElementType == ElementType.Float64 ? InputDigest.Of(stored.View<double>()) : InputDigest.Of(stored.View<float>());
    }

    private static string Of(IEnumerable<KeyValuePair<string, string>> texts, IReadOnlyList<string> names, Func<string, string> each)
    {
        string[] lines = [.. texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => $"{text.Key}={text.Value}\n"), .. names.Select(name => $"{name} {each(name)}\n")];
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
