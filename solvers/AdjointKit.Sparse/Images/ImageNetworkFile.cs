using System.Globalization;
using System.Numerics;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Optimization;

namespace AdjointKit.Sparse;

/// <summary>Networks for images as safetensors files: the parameters by name, and beside them what it takes to build the network again. Operators are not in the file: a network runs with any.</summary>
public static class ImageNetworkFile
{
    private const string Format = "adjointkit-image-network";
    private const int MostLayers = 1000;
    private const int MostChannels = 1024;
    private const int MostTaps = 31;

    /// <summary>Writes a network in place of what was there.</summary>
    /// <param name="path">Where the file shall be.</param>
    /// <param name="network">The network.</param>
    /// <param name="notes">Texts beside it, such as how it was trained; null: none.</param>
    public static void Write<T>(string path, ImageNetwork<T> network, IReadOnlyList<KeyValuePair<string, string>>? notes = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        List<KeyValuePair<string, string>> texts =
        [
            new("format", Format),
            new("model", network.Name),
            new("layers", network.Layers.ToString(CultureInfo.InvariantCulture)),
            .. network.Structure.Select(part => KeyValuePair.Create(part.Name, part.Value.ToString("R", CultureInfo.InvariantCulture))),
            .. notes ?? [],
        ];
        SafetensorsFile.Write(path, network.Parameters, WeightsDigest.With<T>(texts, network.Parameters));
    }

    /// <summary>Reads a network; the caller owns it.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="compute">Where the network shall run.</param>
    /// <param name="fixedPoint">How an <see cref="EquilibriumNetwork{T}"/> finds its fixed point; null: as by default.</param>
    /// <exception cref="FileFormatException">The file is damaged, or holds something else.</exception>
    public static ImageNetwork<T> Read<T>(string path, Compute compute, FixedPointOptions? fixedPoint = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(compute);
        SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue("format", out string? format) || format != Format) throw new FileFormatException(path, 0, "these are not the weights of a network for images: its texts do not name a model", "give a file that ImageNetworkFile.Write wrote");
        ImageNetwork<T> network = Create<T>(file, compute, fixedPoint);
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

    private static ImageNetwork<T> Create<T>(SafetensorsFile file, Compute compute, FixedPointOptions? fixedPoint)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string model = FileTexts.Text(file, "model");
        int layers = Whole("layers", 1, MostLayers);
        return model switch
        {
            "ista-net" => new IstaNetwork<T>(compute, layers, Channels(IstaStage<T>.LeastChannels)),
            "admm-net" => new AdmmNetwork<T>(compute, layers, Channels(HalfPlanes.Count)),
            "learned-primal-dual" => new LearnedPrimalDual<T>(compute, layers, Whole("parts", 1, 2) == 2, Channels(LearnedPrimalDual<T>.LeastChannels)),
            "convolutional-lista" => new ConvolutionalLista<T>(compute, layers, Taps()),
            "equilibrium" when layers == 1 => new EquilibriumNetwork<T>(compute, Channels(IstaStage<T>.LeastChannels), Above0("step"), damping: Above0("damping"), options: fixedPoint),
            _ => throw new FileFormatException(file.Path, 0, $"there is no network for images `{FileTexts.Shown(model)}`", "train the network again"),
        };

        int Whole(string key, int least, int most) => FileTexts.Whole(file, key, least, most);

        double Above0(string key) => FileTexts.Number(file, key, double.Epsilon, double.MaxValue);

        int Channels(int least)
        {
            int channels = Whole("channels", least, MostChannels);
            RequireParameters(channels);
            return channels;
        }

        int Taps()
        {
            int taps = Whole("taps", 3, MostTaps);
            RequireParameters(taps * taps);
            return int.IsOddInteger(taps) ? taps : throw new FileFormatException(file.Path, 0, $"the filters of the network have {taps} taps, an even number", "train the network again");
        }

        // A file may claim more than it has parameters for: each layer has filters of 3 x 3 and more for each channel. No memory before they are there.
        void RequireParameters(int channels)
        {
            long elements = file.Arrays.Sum(array => (long)array.Shape.Count);
            if (elements < 9L * layers * channels) throw new FileFormatException(file.Path, 0, $"the file claims {layers} layers of {channels} channels and has {elements} numbers", "train the network again");
        }
    }
}
