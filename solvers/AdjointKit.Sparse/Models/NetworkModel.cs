using System.Numerics;

namespace AdjointKit.Sparse;

/// <summary>The models there are, by the names of the command line.</summary>
public static class NetworkModel
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "lista", "lista-tied", "lista-cp", "lista-ss", "lista-cpss", "tilista", "alista", "na-alista", "hyperlista", "glista", "glista-ss", "step-lista", "lamp", "lamp-tied",
    ];

    /// <summary>Whether a model may start from the analytic weight where it would start as ISTA.</summary>
    /// <param name="name">The name.</param>
    public static bool HasWarmStart(string name) => name is "lista-cp" or "lista-cpss" or "tilista";

    /// <summary>Whether a model has parameters of each layer, and not only such that all layers share.</summary>
    internal static bool HasLayerParameters(string name) => name is not ("hyperlista" or "na-alista");

    /// <summary>An untrained network. The models that select supports take <see cref="SupportSelection"/> as the papers do: ss, cpss, tilista, alista and na-alista.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="selection">The selection of the support, for the models that have one; null: that of the papers.</param>
    /// <param name="analyticStart">Whether it starts from the analytic weight (<see cref="HasWarmStart"/>).</param>
    public static UnrolledNetwork<T> Create<T>(string name, Dictionary<T> dictionary, int layers, SupportSelection? selection = null, bool analyticStart = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (analyticStart && !HasWarmStart(name)) throw new ArgumentException($"{name} has no weight that could start as the analytic one: leave the warm start out", nameof(analyticStart));
        SupportSelection selected = selection ?? new SupportSelection();
        return name switch
        {
            "lista" => new Lista<T>(dictionary, layers),
            "lista-tied" => new Lista<T>(dictionary, layers, tied: true),
            "lista-ss" => new Lista<T>(dictionary, layers, selection: selected),
            "lista-cp" => new CoupledLista<T>(dictionary, layers, analyticStart: analyticStart),
            "lista-cpss" => new CoupledLista<T>(dictionary, layers, selected, analyticStart: analyticStart),
            "tilista" => StepLista<T>.Tied(dictionary, layers, selected, analyticStart: analyticStart),
            "alista" => StepLista<T>.Alista(dictionary, layers, selected),
            "na-alista" => new NeuralAlista<T>(dictionary, layers, selected),
            "hyperlista" => new HyperLista<T>(dictionary, layers),
            "glista" => new GatedLista<T>(dictionary, layers),
            "glista-ss" => new GatedLista<T>(dictionary, layers, selected),
            "step-lista" => new StepSizeLista<T>(dictionary, layers),
            "lamp" => new Lamp<T>(dictionary, layers),
            "lamp-tied" => new Lamp<T>(dictionary, layers, tied: true),
            _ => throw new ArgumentException($"there is no model {name}; there are {string.Join(", ", Names)}", nameof(name)),
        };
    }

    /// <summary>What trains a network: the stages of a recipe, for a warm start behind those of an ALISTA, or for HyperLISTA a search.</summary>
    /// <param name="network">The network.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="snr">The ratio of signal to noise of the data, dB; infinite: no noise.</param>
    /// <param name="seed">The seed of the signals.</param>
    public static INetworkTraining Training<T>(UnrolledNetwork<T> network, TrainingRecipe recipe, double snr = double.PositiveInfinity, ulong seed = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network switch
        {
            HyperLista<T> hyper => new HyperparameterSearch<T>(hyper, snr, seed),
            { StartsAnalytic: true } when recipe.StagesAfterAlista(network.Layers) is not null => new WarmStartTraining<T>(network, recipe, snr, seed),
            _ => new NetworkTrainer<T>(network, recipe, snr, seed),
        };
}
