using Autograd.Kernels;

namespace Autograd;

internal sealed partial class ConvolutionGeometry
{
    /// <summary>
    /// Convolves by Winograd's algorithm, if that is faster: single precision, two axes, stride and dilation 1, a kernel of 3×3 or 5×5. Numbers that are not
    /// finite, or enormous, would spread over whole tiles, so a tensor that holds one is left to the ordinary kernel.
    /// </summary>
    /// <returns>Whether the result is there.</returns>
    public bool TryWinograd(Tensor image, Tensor kernel, Storage result, Shape shape, bool isTransposed)
    {
        if (!IsWinograd(image, kernel.Shape) || !WinogradCorrelation.Pays(image.Shape[0], image.Shape[1] / Groups, shape[1] / Groups, kernel.Shape[2], shape[2], shape[3]))
            return false;
        var size = kernel.Shape[2];
        var strides = kernel.Layout.Strides;
        for (var group = 0; group < Groups; group++)
        {
            var offset = kernel.Layout.Offset + group * (kernel.Shape[0] / Groups) * strides[0];
            // A transposed convolution is one with the kernel turned by 180°.
            var filters = isTransposed
                ? new WinogradCorrelation.Filters(
                    (Storage<float>)kernel.Storage, offset + (size - 1) * (strides[2] + strides[3]), shape[1] / Groups, size, strides[1], strides[0], -strides[2], -strides[3])
                : new WinogradCorrelation.Filters((Storage<float>)kernel.Storage, offset, shape[1] / Groups, size, strides[0], strides[1], strides[2], strides[3]);
            var (above, left) = isTransposed ? (size - 1 - Before[0], size - 1 - Before[1]) : (Before[0], Before[1]);
            var images = Images.Of((Storage<float>)image.Storage, image.Layout, group, Groups);
            if (!WinogradCorrelation.TryRun(images, above, left, filters, (Storage<float>)result, group * filters.Count * shape[2] * shape[3], shape[1], shape[2], shape[3]))
                return false;
        }
        return true;
    }

    /// <summary>The same for the gradient of the kernel.</summary>
    public bool TryWinogradKernelGradient(Tensor image, Tensor gradient, Storage result, Shape shape)
    {
        if (!IsWinograd(image, shape) || !WinogradCorrelation.Pays(image.Shape[0], image.Shape[1] / Groups, shape[0] / Groups, shape[2], gradient.Shape[2], gradient.Shape[3]))
            return false;
        for (var group = 0; group < Groups; group++)
        {
            var images = Images.Of((Storage<float>)image.Storage, image.Layout, group, Groups);
            var gradients = Images.Of((Storage<float>)gradient.Storage, gradient.Layout, group, Groups);
            if (!WinogradKernelGradient.TryRun(images, gradients, Before[0], Before[1], shape[2], (Storage<float>)result, group * (shape.ElementCount / Groups)))
                return false;
        }
        return true;
    }

    private bool IsWinograd(Tensor image, Shape kernel) =>
        image.DType == DType.Float32 && image.Count > 0 && kernel.Rank == 4 && kernel[2] == kernel[3] && Stride is [1, 1] && Dilation is [1, 1];
}
