using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>Networks as safetensors files: the parameters by name, and beside them what it takes to build the model again for its matrix, which is not in the file.</summary>
public static class NetworkFile
{
    private const string Format = "adjointkit-unrolled";
    private const string MatrixKey = "matrix";

    /// <summary>Writes a network in place of what was there.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="network">The network.</param>
    /// <param name="notes">Texts beside it, such as how it was trained; null: none.</param>
    public static void Write<T>(string path, UnrolledNetwork<T> network, IReadOnlyList<KeyValuePair<string, string>>? notes = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        List<KeyValuePair<string, string>> texts =
        [
            new("format", Format),
            new("model", network.Name),
            new("layers", network.Layers.ToString(CultureInfo.InvariantCulture)),
            new("rows", network.Dictionary.Rows.ToString(CultureInfo.InvariantCulture)),
            new("columns", network.Dictionary.Columns.ToString(CultureInfo.InvariantCulture)),
            new(MatrixKey, DigestOf(network.Dictionary)),
        ];
        if (network.Selection is SupportSelection selection)
        {
            texts.Add(new("selectionRate", selection.Rate.ToString("R", CultureInfo.InvariantCulture)));
            texts.Add(new("selectionLimit", selection.Limit.ToString("R", CultureInfo.InvariantCulture)));
        }

        texts.AddRange(notes ?? []);
        SafetensorsFile.Write(path, network.Parameters, WeightsDigest.With<T>(texts, network.Parameters));
    }

    /// <summary>Whether a file's network was trained for this matrix, as single precision has it, and not for another one of its shape.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote; of one that does not say, the answer is yes.</param>
    /// <param name="dictionary">The matrix.</param>
    /// <exception cref="FileFormatException">The file is damaged, or holds something else.</exception>
    public static bool IsFor<T>(string path, Dictionary<T> dictionary)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        return SafetensorsFile.Open(path).Metadata.GetValueOrDefault(MatrixKey) is not string digest || digest == DigestOf(dictionary);
    }

    /// <summary>Reads a network; the caller owns it.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="dictionary">The matrix for which it was trained, or one of the same shape.</param>
    /// <exception cref="FileFormatException">The file is damaged, or holds something else.</exception>
    /// <exception cref="ArgumentException">It is for a matrix of another shape.</exception>
    public static UnrolledNetwork<T> Read<T>(string path, Dictionary<T> dictionary)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue("format", out string? format) || format != Format) throw new FileFormatException(path, 0, "these are not the weights of an unrolled network: its texts do not name a model", "give a file that `adjointkit sparse train` wrote");
        string model = FileTexts.Text(file, "model");
        if (!NetworkModel.Names.Contains(model)) throw new FileFormatException(path, 0, $"there is no model `{FileTexts.Shown(model)}`", $"there are {string.Join(", ", NetworkModel.Names)}");
        int layers = FileTexts.Whole(file, "layers", least: 1, most: 1000);
        double rows = FileTexts.Number(file, "rows", least: 1, most: int.MaxValue);
        double columns = FileTexts.Number(file, "columns", least: 1, most: int.MaxValue);
        if (rows != dictionary.Rows || columns != dictionary.Columns) throw new ArgumentException($"the network is for a matrix of {rows} x {columns} numbers, this one has {dictionary.Rows} x {dictionary.Columns}");
        SupportSelection? selection = file.Metadata.ContainsKey("selectionRate")
            ? new SupportSelection(FileTexts.Number(file, "selectionRate", least: 0, most: 100), FileTexts.Number(file, "selectionLimit", least: 0, most: 100))
            : null;

        // A file may claim more layers than it has parameters for: no memory before the names fit.
        int last = layers - 1;
        if (NetworkModel.HasLayerParameters(model) && !file.Arrays.Any(array => array.Name.StartsWith($"layers.{last}.", StringComparison.Ordinal))) throw new FileFormatException(path, 0, $"the file claims {layers} layers and has no parameters of layer {layers}", "train the network again");
        UnrolledNetwork<T> network = NetworkModel.Create(model, dictionary, layers, selection);
        try
        {
            WeightsDigest.Read<T>(file, network.Parameters);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static string DigestOf<T>(Dictionary<T> dictionary)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using NdArray<float> single = dictionary.Compute.Host.Empty<float>(dictionary.InDouble.Shape);
        dictionary.Compute.Host.Backend.Copy(dictionary.InDouble, single);
        return InputDigest.Of(single);
    }
}
