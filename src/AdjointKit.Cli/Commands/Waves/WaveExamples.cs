namespace AdjointKit.Cli.Commands.Waves;

/// <summary>Command lines for the help of the seismic commands.</summary>
internal static class WaveExamples
{
    private const string Survey = "--vp vp.npy --spacing 10,10 --wavelet ricker:15 --dt 0.001 --nt 1500 \\\n  --sources line:100,2900,8,20 --receivers line:0,2990,300,20";

    internal const string Model = $"adjointkit wave model {Survey} --out data.npy";
    internal const string Adjoint = "adjointkit wave adjoint --vp vp.npy --spacing 10,10 --dt 0.001 --nt 1500 \\\n  --sources line:100,2900,8,20 --receivers line:0,2990,300,20 --data data.npy --out signals.npy";
    internal const string Born = $"adjointkit wave born {Survey} --dvp dv.npy --out data.npy\nadjointkit wave born {Survey} --adjoint --data data.npy --out image.npy";
    internal const string Gradient = $"adjointkit wave gradient {Survey} --observed data.npy --out gradient.npy";
    internal const string Migration = $"adjointkit rtm {Survey} --data data.npy --laplacian --mute 1500,0.1 --out image.npy --report report";
}
