export declare const layersRule: object
