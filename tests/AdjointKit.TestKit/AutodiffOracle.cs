using System.Numerics;
using System.Text.Json;
using AdjointKit.Arrays;

namespace AdjointKit.TestKit;

/// <summary>One reference program of the shared folder (oracles/autodiff): inputs, value and derivatives from an independent engine.</summary>
public sealed class AutodiffOracle
{
    private readonly JsonElement root;

    private AutodiffOracle(JsonElement root) => this.root = root;

    /// <summary>The value of the program.</summary>
    public double Value => root.GetProperty("value").GetDouble();

    /// <summary>The largest error, relative to the largest entry of the expected array.</summary>
    public double Tolerance => root.GetProperty("tolerance_rel").GetDouble();

    /// <summary>The directional derivative along the direction of the Hessian product, if there is one.</summary>
    public double? Jvp => root.TryGetProperty("jvp_along_direction", out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>Whether the program comes with a Hessian-vector product.</summary>
    public bool HasHessianProduct => root.TryGetProperty("hvp", out JsonElement product) && product.ValueKind == JsonValueKind.Object;

    /// <summary>Reads a program; the calling test is skipped where the shared folder is absent.</summary>
    /// <param name="name">The file's name without its ending.</param>
    public static AutodiffOracle Read(string name)
    {
        using FileStream stream = File.OpenRead(SharedData.Path($"oracles/autodiff/{name}.json"));
        using JsonDocument document = JsonDocument.Parse(stream);
        return new AutodiffOracle(document.RootElement.Clone());
    }

    /// <summary>An input.</summary>
    public NdArray<T> Input<T>(string name)
        where T : unmanaged => Array<T>(root.GetProperty("inputs").GetProperty(name));

    /// <summary>A constant.</summary>
    public NdArray<T> Constant<T>(string name)
        where T : unmanaged => Array<T>(root.GetProperty("constants").GetProperty(name));

    /// <summary>A constant of whole numbers: indices.</summary>
    public NdArray<long> Whole(string name)
    {
        JsonElement element = root.GetProperty("constants").GetProperty(name);
        nint[] lengths = [.. element.GetProperty("shape").EnumerateArray().Select(length => (nint)length.GetInt64())];
        return NdArray.From<long>([.. element.GetProperty("int").EnumerateArray().Select(number => number.GetInt64())], new Shape(lengths));
    }

    /// <summary>The expected gradient with respect to an input.</summary>
    public NdArray<T> Gradient<T>(string name)
        where T : unmanaged => Array<T>(root.GetProperty("grad").GetProperty(name));

    /// <summary>The direction of the Hessian-vector product for an input.</summary>
    public NdArray<T> Direction<T>(string name)
        where T : unmanaged => Array<T>(root.GetProperty("hvp").GetProperty("direction").GetProperty(name));

    /// <summary>The expected Hessian-vector product for an input.</summary>
    public NdArray<T> HessianProduct<T>(string name)
        where T : unmanaged => Array<T>(root.GetProperty("hvp").GetProperty("result").GetProperty(name));

    private static NdArray<T> Array<T>(JsonElement element)
        where T : unmanaged
    {
        nint[] lengths = [.. element.GetProperty("shape").EnumerateArray().Select(length => (nint)length.GetInt64())];
        var shape = new Shape(lengths);
        if (typeof(T) == typeof(Complex))
        {
            double[] real = Numbers(element, "re");
            double[] imaginary = Numbers(element, "im");
            Complex[] numbers = [.. real.Zip(imaginary, (re, im) => new Complex(re, im))];
            return NdArray.From<T>((T[])(object)numbers, shape);
        }

        return NdArray.From<T>((T[])(object)Numbers(element, "data"), shape);
    }

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
